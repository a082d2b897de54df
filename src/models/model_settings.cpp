#include "models/model_settings.hpp"

#include <algorithm>
#include <charconv>

#include "config/fields.hpp"

namespace greeninfer::models {

using config::Count, config::Name, config::Number, config::OneOf, config::Text;

namespace {

// What a client writes to leave the choice to the gateway.
constexpr std::array<std::string_view, 4> kReservedNames = {"auto", "auto-eco", "auto-balanced", "auto-performance"};

// ZeroMQ also takes addresses to listen at, which are no places to connect to.
bool is_feed_address(std::string_view url) {
    constexpr std::string_view kScheme = "tcp://";
    if (!url.starts_with(kScheme)) return false;
    url.remove_prefix(kScheme.size());
    const std::size_t colon = url.rfind(':');
    if (colon == url.npos || colon == 0 || url.find_first_of("*/ ") != url.npos) return false;
    const std::string_view port = url.substr(colon + 1);
    unsigned number = 0;
    const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), number);
    return problem == std::errc() && end == port.data() + port.size() && number >= 1 && number <= 65535;
}

}  // namespace

void describe(config::Fields& fields, PriceSettings& settings) {
    fields.value("input_per_mtok", settings.input_per_mtok, Number{0, 1e6}, "US dollars per million prompt tokens.");
    fields.value("output_per_mtok", settings.output_per_mtok, Number{0, 1e6}, "US dollars per million answer tokens.");

    const bool has_both = settings.input_per_mtok.has_value() == settings.output_per_mtok.has_value();
    const auto given = settings.input_per_mtok ? "input_per_mtok" : "output_per_mtok";
    fields.require(has_both, given, "needs the other price too; set input_per_mtok and output_per_mtok, or neither");
}

void describe(config::Fields& fields, KvEventSettings& settings) {
    fields.value("url", settings.url, Text{"URL"},
                 "Of the publisher, such as tcp://node-a:5557; start vLLM with --kv-events-config. With data-parallel "
                 "ranks each publishes at a port of its own; one is followed.");
    fields.value("replay_url", settings.replay_url, Text{"URL"},
                 "Of its replay socket, such as tcp://node-a:5558; without it every missed event empties what is known "
                 "of the server's cache.");
    fields.value("topic", settings.topic, Text{},
                 "Beginning of the topics that are followed, where several servers publish at one address; empty is "
                 "all.");

    for (const auto& [name, url] : {std::pair("url", settings.url), std::pair("replay_url", settings.replay_url)}) {
        fields.require(url.empty() || is_feed_address(url), name,
                       "is no address to connect to; write tcp://HOST:PORT with a host name and a number");
    }
    fields.require(settings.replay_url.empty() || !settings.url.empty(), "replay_url", "needs url too; set it");
}

void describe(config::Fields& fields, EndpointSettings& settings) {
    fields.required("url", settings.url, Text{"URL"},
                    "Base of its OpenAI-compatible API: `http://`, `https://` or `unix:/socket`, with the path, "
                    "such as `https://api.example/v1`.");
    fields.value("model", settings.model, Name{}, "What this server calls the model; empty is the model's name.");
    fields.value("region", settings.region, Name{},
                 "Where it runs: a region of AWS, Azure or Google Cloud such as `us-south1`, or one of `regions`.");
    describe_secret(fields, "api_key", settings.api_key, "the key that is sent to this server");
    fields.value("health_path", settings.health_path, Text{"path"}, "Asked by health checks; appended to url.");
    fields.value("max_in_flight", settings.max_in_flight, Count{0, 1'000'000}, "Requests at once; 0 sets no limit.");
    fields.value("reported_energy", settings.reported_energy, OneOf<ReportedEnergy>{kReportedEnergyNames},
                 "What the energy stands for that the server reports about its answers: the machines alone, the whole "
                 "facility with its PUE, or nothing to go by.");
    fields.value("meter", settings.meter, Name{},
                 "One of `meters` that counts its hardware's energy, which is divided among its requests.");
    fields.value(
        "metrics_url", settings.metrics_url, Text{"URL"},
        "The metrics page of a server that runs vLLM, SGLang, llama.cpp or TensorRT-LLM, such as "
        "http://node-a:8000/metrics. It says how full the server and its prefix cache are, which makes modelled "
        "energy more certain. The key of the endpoint goes along where the page is on its own server.");
    fields.group(
        "kv_events", settings.kv_events,
        "Where it publishes what is in its prefix cache (vLLM, SGLang); without it that is estimated from what "
        "it was sent.");

    fields.require(settings.health_path.starts_with('/'), "health_path", "must start with a slash");
}

void describe(config::Fields& fields, ModelSettings& settings) {
    fields.required("name", settings.name, Name{}, "What clients ask for as `model`. It may contain slashes.");
    fields.value("display_name", settings.display_name, Text{}, "What people see; empty is the name.");
    fields.required("tier", settings.tier, OneOf<Tier>{kTierNames}, "How big it is; routing starts small.");
    fields.values("capabilities", settings.capabilities, OneOf<Capability>{kCapabilityNames},
                  "What it can do beside text.");
    fields.value("context_window", settings.context_window, Count{1, 100'000'000},
                 "Tokens of prompt and answer together.");
    fields.group("price", settings.price, "What it costs; without it, costs are reported as unknown.");
    fields.group("energy", settings.energy, "What a token of it costs in energy, where nothing measures it.");
    fields.value("quality", settings.quality, Number{0, 1},
                 "Measured share of good answers, for `routing.min_quality`; without it the scorer's chance counts.");
    fields.groups(
        "endpoints", settings.endpoints,
        "Servers of this model, beside those of `enterprise.clusters`. The gateway spreads requests over them.");

    fields.require(std::ranges::find(kReservedNames, settings.name) == kReservedNames.end(), "name",
                   "is reserved for requests that leave the choice to the gateway; choose another");
}

}  // namespace greeninfer::models
