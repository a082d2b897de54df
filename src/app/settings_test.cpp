#include "app/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "config/temporary_file_for_test.hpp"

namespace greeninfer::app {
namespace {

using config::TemporaryFile;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::EndsWith;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Each problem of a configuration as a person sees it, with the file called config.yaml.
std::vector<std::string> problems_of(std::string_view yaml) {
    const TemporaryFile file("config.yaml", yaml);
    const std::filesystem::path files[] = {file.path()};
    const auto settings = load_settings(files);
    std::vector<std::string> texts;
    if (settings) return texts;
    for (config::Problem problem : settings.error()) {
        problem.place.file = "config.yaml";
        texts.push_back(to_string(problem));
    }
    return texts;
}

TEST(Settings, ServeWithoutAnyConfiguration) {
    const auto settings = load_settings({});
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->server.listen, "127.0.0.1:8700");
    EXPECT_EQ(settings->local_engine.enabled, fleet::EngineUse::automatic);
    EXPECT_THAT(settings->models, SizeIs(0));
    EXPECT_THAT(settings->clients, SizeIs(0));
}

// A test of its own would share the variable with others that run in this process.
struct GroqKey {
    explicit GroqKey(const char* key) { setenv("GROQ_API_KEY", key, 1); }
    ~GroqKey() { unsetenv("GROQ_API_KEY"); }
};

TEST(Settings, AKeyOfGroqBringsModelsWhereNoneAreConfigured) {
    const GroqKey key("gsk-canary");
    struct Row {
        const char* name;
        const char* yaml;
        std::size_t models;
    };
    const Row rows[] = {
        {"nothing configured", "", 2},
        {"no local engine beside them", "local_engine: {enabled: false}", 2},
        {"switched off", "models_from_environment: {enabled: false}", 0},
        {"models of one's own", "models: [{name: m, tier: small, endpoints: [{url: 'http://n/v1'}]}]", 0},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const TemporaryFile file("config.yaml", row.yaml);
        const std::filesystem::path files[] = {file.path()};
        const auto settings = load_settings(files);
        ASSERT_TRUE(settings.has_value());
        EXPECT_THAT(settings->environment_models, SizeIs(row.models));
        EXPECT_TRUE(std::ranges::any_of(settings->environment_keys,
                                        [](const auto& one) { return one.variable == "GROQ_API_KEY" && one.is_set; }));
    }
    EXPECT_THAT(problems_of("models_from_environment: {groq_url: 'ftp://x'}"), SizeIs(1));
}

TEST(Settings, AKeyOfGroqThatIsNoneIsAProblem) {
    const GroqKey key("two words");
    EXPECT_THAT(problems_of(""), ElementsAre(StartsWith("models_from_environment: environment variable GROQ_API_KEY")));
    EXPECT_THAT(problems_of("models_from_environment: {enabled: false}"), SizeIs(0));
}

TEST(Settings, WithoutKeyAndEngineNothingAnswers) {
    EXPECT_THAT(problems_of("local_engine: {enabled: false}"), ElementsAre(StartsWith("local_engine.enabled")));
}

TEST(Settings, AMeterIsOneThatIsDescribed) {
    const std::string_view meters = "meters: [{name: cpu, kind: rapl}, {name: gpu, kind: nvml}]\n";
    struct Row {
        const char* name;
        std::string yaml;
        const char* problem;
    };
    const auto endpoint = [](std::string_view fields) {
        return "models: [{name: m, tier: small, endpoints: [{url: 'http://n/v1', " + std::string(fields) + "}]}]";
    };
    const Row rows[] = {
        {"none is described", endpoint("meter: gpu"), "models[0].endpoints[0].meter: is no meter; describe it"},
        {"another is", std::string(meters) + endpoint("meter: gpus"), "is no meter; meters has cpu, gpu"},
        {"of the local engine", std::string(meters) + "local_engine: {meter: ram}", "local_engine.meter: is no meter"},
        {"twice", "meters: [{name: a, kind: rapl}, {name: a, kind: nvml}]", "meters[1].name: is the same as"},
        {"the local engine's", "meters: [{name: local-engine, kind: rapl}]", "choose another"},
        {"a page that is none", endpoint("metrics_url: 'node-a:8000/metrics'"), "metrics_url"},
        {"events to listen at", endpoint("kv_events: {url: 'tcp://*:5557'}"), "kv_events.url: is no address"},
        {"events without a port", endpoint("kv_events: {url: 'tcp://node-a'}"), "kv_events.url: is no address"},
        {"events at no port", endpoint("kv_events: {url: 'tcp://node-a:65536'}"), "kv_events.url: is no address"},
        {"events of another kind", endpoint("kv_events: {url: 'http://n:1'}"), "kv_events.url: is no address"},
        {"replays alone", endpoint("kv_events: {replay_url: 'tcp://n:1'}"), "kv_events.replay_url: needs url too"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_THAT(problems_of(row.yaml), ElementsAre(::testing::HasSubstr(row.problem)));
    }
    EXPECT_THAT(problems_of(std::string(meters) + endpoint("meter: gpu, metrics_url: 'http://n/metrics'")), SizeIs(0));
    EXPECT_THAT(problems_of(endpoint("kv_events: {url: 'tcp://[::1]:5557', replay_url: 'tcp://n:5558'}")), SizeIs(0));
}

TEST(Settings, ReachTheStructsOfTheLayers) {
    const TemporaryFile file("config.yaml", R"(
server: {listen: "[::1]:0", threads: 3, max_body: 1MiB}
clients: [{name: a, department: d, key_sha256: 00000000000000000000000000000000000000000000000000000000000000ff}]
models:
  - name: org/model
    tier: xlarge
    capabilities: [vision, tools]
    context_window: 8192
    price: {input_per_mtok: 1, output_per_mtok: 2.5}
    endpoints: [{url: "https://api.example/v1", region: lab, max_in_flight: 7}]
regions: [{name: lab, provider: own, zone: plant, pue: 1.05}]
grid: {zone: US-TEX-ERCO, zones: [{name: plant, intensity: 12, source: meter}]}
upstream: {retry_budget: 0.5, breaker: {failures: 9}, health: {interval: 0}}
local_engine: {enabled: true}
routing: {default_mode: eco}
telemetry: {receipt: headers, log_format: json}
security: {cors_origins: ["https://chat.example", "*"], zero_trust: true, allow_unenforced: true}
enterprise: {green_routing: {enabled: true, priority: balanced, threshold_gco2: 200, max_added_latency: 80ms}}
)");
    const std::filesystem::path files[] = {file.path()};
    const auto settings = load_settings(files);
    ASSERT_TRUE(settings.has_value()) << to_string(settings.error()[0]);
    EXPECT_EQ(settings->server.listen, "[::1]:0");
    EXPECT_EQ(settings->server.threads, 3u);
    EXPECT_EQ(settings->clients[0].key_sha256[31], 0xff);
    EXPECT_EQ(settings->models[0].tier, models::Tier::xlarge);
    EXPECT_EQ(settings->models[0].context_window, 8192u);
    EXPECT_EQ(settings->models[0].price.output_per_mtok, 2.5);
    EXPECT_EQ(settings->models[0].endpoints[0].region, "lab");
    EXPECT_EQ(settings->regions[0].pue, 1.05);
    EXPECT_EQ(settings->grid.zone, "US-TEX-ERCO");
    EXPECT_EQ(settings->enterprise.green_routing.priority, fleet::GreenPriority::balanced);
    EXPECT_EQ(settings->enterprise.green_routing.threshold_gco2, 200);
    EXPECT_EQ(settings->enterprise.green_routing.max_added_latency, std::chrono::milliseconds(80));
    EXPECT_EQ(settings->grid.zones[0].intensity, 12);
    EXPECT_EQ(settings->models[0].endpoints[0].api_key.value, nullptr);
    EXPECT_EQ(settings->upstream.breaker.failures, 9u);
    EXPECT_EQ(settings->upstream.health.interval, std::chrono::milliseconds(0));
    EXPECT_EQ(settings->local_engine.enabled, fleet::EngineUse::always);
    EXPECT_EQ(settings->routing.default_mode, pipeline::Mode::eco);
    EXPECT_EQ(settings->telemetry.receipt, telemetry::Receipt::headers);
    EXPECT_THAT(settings->security.cors_origins, ElementsAreArray({"https://chat.example", "*"}));
    EXPECT_TRUE(settings->security.zero_trust);
    EXPECT_TRUE(settings->security.allow_unenforced);
}

TEST(Settings, TryTheCertificateWhenTheyAreRead) {
    EXPECT_THAT(problems_of("server:\n  tls:\n    certificate: /dev/null\n    key: /dev/null\n"),
                ElementsAre(AllOf(StartsWith("server.tls.certificate: cannot load /dev/null: "),
                                  EndsWith(" (config.yaml:3)"))));
}

struct Row {
    const char* name;
    std::string yaml;
    std::vector<std::string> problems;
};

void expect_problems(std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_THAT(problems_of(row.yaml), ElementsAreArray(row.problems));
    }
}

TEST(Settings, SayWhatIsWrongWithTheServer) {
    expect_problems({
        {"a size that is none",
         "server:\n  max_body: 8 apples\n",
         {"server.max_body: \"8 apples\" is not a size; write a number with KiB, MiB or GiB (config.yaml:2)"}},
        {"a duration without a unit",
         "server: {drain_timeout: 30}\n",
         {"server.drain_timeout: \"30\" is not a duration; write a number with ms, s, m or h (config.yaml:1)"}},
        {"too many threads",
         "server: {threads: 1000}\n",
         {"server.threads: \"1000\" is out of range; write 0 to 256 (config.yaml:1)"}},
        {"an address without a port",
         "server: {listen: localhost}\n",
         {"server.listen: 'localhost' has no port; write host:port (config.yaml:1)"}},
        {"a body above the ceiling",
         "server: {memory_ceiling: 4MiB}\n",
         {"server.max_body: is above memory_ceiling, so that no such body could be taken; lower it or raise "
          "memory_ceiling (config.yaml:1)"}},
        {"a certificate without its key",
         "server: {tls: {certificate: /dev/null}}\n",
         {"server.tls.certificate: needs its private key; set key beside it (config.yaml:1)"}},
        {"a key without its certificate",
         "server: {tls: {key: /dev/null}}\n",
         {"server.tls.key: needs its certificate; set certificate beside it (config.yaml:1)"}},
        {"an old version of TLS",
         "server: {tls: {minimum_version: 1.1}}\n",
         {"server.tls.minimum_version: \"1.1\" is not one of 1.2, 1.3 (config.yaml:1)"}},
        {"a mistyped key",
         "server: {max_bodi: 1MiB}\n",
         {"server.max_bodi: unknown key; did you mean max_body? (config.yaml:1)"}},
        {"a mistyped section", "sever: {}\n", {"sever: unknown key; did you mean server? (config.yaml:1)"}},
        {"a bad origin",
         "security: {cors_origins: [chat.example]}\n",
         {"security.cors_origins[0]: \"chat.example\" is not an origin; write https://host, without a path, or \"*\" "
          "(config.yaml:1)"}},
    });
}

TEST(Settings, NoTextIsKeptUnderZeroTrust) {
    expect_problems({
        {"texts that would be remembered",
         "optimizer: {mode: free, model: /proc/self/exe}\nsecurity: {zero_trust: true}\n",
         {"optimizer.mode: is free, which keeps texts in memory; security.zero_trust forbids it (config.yaml:1)"}},
    });
}

TEST(Settings, SayWhatIsWrongWithModels) {
    const std::string model = "models:\n  - name: m\n    tier: small\n    endpoints: ";
    expect_problems({
        {"no endpoints",
         model + "[]\n",
         {"models[0].endpoints: is empty; a model needs at least one endpoint with a url, or a cluster that serves it "
          "(config.yaml:4)"}},
        {"an endpoint without a url",
         model + "[{region: us-east-1}]\n",
         {"models[0].endpoints[0].url: is missing; add it (config.yaml:4)"}},
        {"a url of another scheme",
         model + "[{url: ftp://x}]\n",
         {"models[0].endpoints[0].url: a URL starts with http://, https:// or unix:/ (config.yaml:4)"}},
        {"a key in the url",
         model + "[{url: https://user:hunter2@x}]\n",
         {"models[0].endpoints[0].url: no user or key in a URL; use api_key_env (config.yaml:4)"}},
        {"a literal key",
         model + "[{url: http://x, api_key: hunter2}]\n",
         {"models[0].endpoints[0].api_key: a key must not be written in a configuration; put it in an environment "
          "variable and name that in api_key_env, or in a file named in api_key_file (config.yaml:4)"}},
        {"a key that is not there",
         model + "[{url: http://x, api_key_env: NO_SUCH_KEY}]\n",
         {"models[0].endpoints[0].api_key_env: environment variable NO_SUCH_KEY is not set; export it before starting "
          "the server (config.yaml:4)"}},
        {"a health path that is none",
         model + "[{url: http://x, health_path: models}]\n",
         {"models[0].endpoints[0].health_path: must start with a slash (config.yaml:4)"}},
        {"half a price",
         model + "[{url: http://x}]\n    price: {input_per_mtok: 1}\n",
         {"models[0].price.input_per_mtok: needs the other price too; set input_per_mtok and output_per_mtok, or "
          "neither "
          "(config.yaml:5)"}},
        {"an unknown tier",
         "models: [{name: m, tier: huge, endpoints: [{url: http://x}]}]\n",
         {"models[0].tier: \"huge\" is not one of small, medium, large, xlarge (config.yaml:1)"}},
        {"a reserved name",
         "models: [{name: auto-eco, tier: small, endpoints: [{url: http://x}]}]\n",
         {"models[0].name: is reserved for requests that leave the choice to the gateway; choose another "
          "(config.yaml:1)"}},
        {"two of one name",
         "models:\n  - &m {name: m, tier: small, endpoints: [{url: http://x}]}\n  - *m\n",
         {"models[1].name: is the same as models[0].name; each must be different (config.yaml:2)"}},
        {"the engine's name",
         "models: [{name: smollm2-135m, tier: small, endpoints: [{url: http://x}]}]\n"
         "local_engine:\n  enabled: true\n",
         {"local_engine.model: is also the name of a configured model; choose another (config.yaml:2)"}},
        {"nothing that answers",
         "local_engine: {enabled: false}\n",
         {"local_engine.enabled: is false and no models are configured, so nothing could answer (config.yaml:1)"}},
    });
}

TEST(Settings, SayWhatIsWrongWithGreenRouting) {
    expect_problems({
        {"an unknown priority",
         "enterprise: {green_routing: {priority: cheap}}\n",
         {"enterprise.green_routing.priority: \"cheap\" is not one of low_carbon, balanced, latency (config.yaml:1)"}},
        {"an absurd threshold",
         "enterprise: {green_routing: {threshold_gco2: 2001}}\n",
         {"enterprise.green_routing.threshold_gco2: \"2001\" is out of range; write 0 to 2000 (config.yaml:1)"}},
        {"a latency without a unit",
         "enterprise: {green_routing: {max_added_latency: 150}}\n",
         {"enterprise.green_routing.max_added_latency: \"150\" is not a duration; write a number with ms, s, m or h "
          "(config.yaml:1)"}},
    });
}

TEST(Settings, SayWhatIsWrongWithPlaces) {
    const std::string model = "models:\n  - name: m\n    tier: small\n    endpoints: ";
    expect_problems({
        {"a mistyped region",
         model + "[{url: http://x, region: us-suoth1}]\n",
         {"models[0].endpoints[0].region: is \"us-suoth1\", which is no known region (did you mean us-south1?). "
          "Describe a region of your own in regions, with its zone (config.yaml:4)"}},
        {"a region that no source places",
         model + "[{url: http://x, region: us-east2}]\n",
         {"models[0].endpoints[0].region: is \"us-east2\", of which no source says in which grid zone it is; describe "
          "it in regions, with its zone (config.yaml:4)"}},
        {"a mistyped zone",
         "grid: {zone: US-TEX-ERC}\n",
         {"grid.zone: is \"US-TEX-ERC\", which is no known grid zone (did you mean US-TEX-ERCO?). Zones are named as "
          "by Electricity Maps, such as US-TEX-ERCO; describe another one in grid.zones (config.yaml:1)"}},
        {"a region's zone that nobody describes",
         "regions: [{name: lab, zone: xyzzyx}]\n",
         {"regions[0].zone: is \"xyzzyx\", which is no known grid zone. Zones are named as by Electricity Maps, such "
          "as "
          "US-TEX-ERCO; describe another one in grid.zones (config.yaml:1)"}},
        {"a region without a zone",
         "regions: [{name: lab}]\n",
         {"regions[0].name: is in no built-in table with a zone, so the region needs a zone of its own "
          "(config.yaml:1)"}},
        {"a region twice",
         "regions:\n  - {name: lab, zone: FR}\n  - {name: lab, zone: DE}\n",
         {"regions[1].name: is the same as regions[0].name; each must be different (config.yaml:3)"}},
        {"an own zone twice",
         "grid:\n  zones:\n    - {name: a, intensity: 1, source: x}\n    - {name: a, intensity: 2, source: x}\n",
         {"grid.zones[1].name: is the same as grid.zones[0].name; each must be different (config.yaml:4)"}},
    });
}

TEST(Settings, SayWhatIsWrongWithClientsAndUpstreams) {
    const std::string digest(64, 'a');
    expect_problems({
        {"a key where its digest belongs",
         "clients: [{name: a, key_sha256: hunter2}]\n",
         {"clients[0].key_sha256: is not 64 hexadecimal digits; write the SHA-256 of the key (printf %s \"$KEY\" | "
          "sha256sum) (config.yaml:1)"}},
        {"a name twice and a key twice",
         "clients:\n  - {name: a, key_sha256: " + digest + "}\n  - {name: a, key_sha256: " + digest + "}\n",
         {"clients[1].name: is the same as clients[0].name; each must be different (config.yaml:3)",
          "clients[1].key_sha256: is the same as clients[0].key_sha256; each must be different (config.yaml:3)"}},
        {"clients that are empty",
         "clients:\n  - {}\n  - {}\n",
         {"clients[0].name: is missing; add it (config.yaml:2)",
          "clients[0].key_sha256: is missing; add it (config.yaml:2)",
          "clients[1].name: is missing; add it (config.yaml:3)",
          "clients[1].key_sha256: is missing; add it (config.yaml:3)"}},
        {"a back-off above its limit",
         "upstream: {retry_backoff: 5s}\n",
         {"upstream.retry_backoff: is above retry_backoff_limit; lower it or raise retry_backoff_limit "
          "(config.yaml:1)"}},
        {"a timer above the total",
         "upstream:\n  total_timeout: 30s\n  idle_timeout: 20s\n",
         {"upstream.header_timeout: is above total_timeout; lower it or raise total_timeout (config.yaml:1)"}},
        {"a pool that keeps connections for long",
         "upstream: {pool_idle_timeout: 1h}\n",
         {"upstream.pool_idle_timeout: \"1h\" is out of range; write 0 to 5m (config.yaml:1)"}},
    });
}

}  // namespace
}  // namespace greeninfer::app
