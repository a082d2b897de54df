#include "app/running_gateway.hpp"

#include <random>

#include "app/data_set.hpp"
#include "app/exposition.hpp"
#include "app/meter_shares.hpp"
#include "energy/cpu_time_meter.hpp"
#include "optimizer/embedded_t5.hpp"

namespace greeninfer::app {

namespace {

using telemetry::field;
using telemetry::LogText;

bool wants_engine(const Settings& settings) {
    if (settings.local_engine.enabled == fleet::EngineUse::automatic) return settings.models.empty();
    return settings.local_engine.enabled == fleet::EngineUse::always;
}

std::size_t thread_count(const net::ServerSettings& settings) {
    return settings.threads != 0 ? settings.threads : std::max(1U, std::thread::hardware_concurrency());
}

Result<TlsContexts> make_tls(const Settings& settings) {
    TlsContexts tls;
    if (!settings.server.tls.certificate.empty()) {
        TRY(tls.listener, net::make_listener_tls(settings.server.tls));
    }
    TRY(tls.upstream, net::make_upstream_tls(settings.upstream.ca_file));
    TRY(tls.web, net::make_upstream_tls(settings.grid.ca_file));
    return tls;
}

account::AccountLimits account_limits(const Settings& settings) {
    return {.interval = std::chrono::floor<std::chrono::seconds>(settings.enterprise.carbon_tracking.interval()),
            .intervals = settings.telemetry.report_intervals,
            .rows = settings.telemetry.report_rows};
}

energy::MeterBank::Spawn spawner(net::Core& core) {
    return [&core](boost::asio::awaitable<void> coroutine) { core.spawn(std::move(coroutine)); };
}

}  // namespace

RunningGateway::RunningGateway(Clock& clock, Settings settings, std::vector<std::filesystem::path> files,
                               std::optional<WriteBan> zero_trust)
    : settings_(std::move(settings)),
      files_(std::move(files)),
      zero_trust_(zero_trust),
      log_({.level = settings_.telemetry.log_level, .format = settings_.telemetry.log_format}),
      shared_(clock, settings_.server.memory_ceiling, thread_count(settings_.server), account_limits(settings_)),
      service_{
          .version = build_info().version,
          .draining = shared_.load.draining,
          .metrics = [this] { return metrics(); },
          .aside = [this](std::move_only_function<std::string()> work) { return control_.text_of(std::move(work)); },
          .books = shared_.books,
          .data_set = data_set_version(),
          .optimizer = &shared_.optimizer},
      previews_(shared_.names),
      builder_(clock, shared_.names, shared_.budgets),
      control_(clock),
      control_client_(control_, settings_.upstream, nullptr),
      health_(control_, control_client_),
      web_(control_, nullptr),
      refresher_(control_.executor(), clock, web_, std::random_device()()),
      meters_(spawner(control_), clock, web_,
              [this](const energy::ClosedWindow& window) {
                  record_shares(window, *generation_.load()->grid_board->now(), shared_.clock.wall_now(),
                                shared_.books);
              }),
      engines_(spawner(control_), clock, web_),
      kv_events_(clock) {
    const std::uint64_t seed = std::uint64_t{std::random_device()()} << 32 | std::random_device()();
    builder_.set_index(std::make_shared<fleet::PrefixIndex>(settings_.enterprise.routing.index_memory_bytes, seed));
    builder_.set_ledgers([this](std::string_view meter) { return meters_.ledger(meter); });
}

RunningGateway::~RunningGateway() = default;

// Nobody configured them, so nobody may expect that prompts go there.
void RunningGateway::announce_environment_models(const Settings& settings) {
    for (const models::ModelSettings& model : settings.environment_models) {
        telemetry::log_info("model_from_environment",
                            {field("variable", LogText::from_configuration(models::kGroqKey)),
                             field("model", LogText::from_configuration(model.name)),
                             field("tier", LogText::from_configuration(to_string(model.tier)))});
    }
}

Result<void> RunningGateway::start() {
    announce(zero_trust_);
    announce_environment_models(settings_);
    if (auto checked = check_ring(); !checked) return checked;
    TRY(const TlsContexts tls, make_tls(settings_));
    control_client_.apply(settings_.upstream, tls.upstream);
    if (wants_engine(settings_)) {
        if (auto started = start_engines(); !started) return started;
    }
    start_optimizer();
    meters_.apply(settings_.meters);
    TRY(const auto generation, builder_.build(settings_));
    generation_ = generation;
    runtime_.configuration_generation.set(1);
    watch_signals();
    if (auto started = start_cores(tls); !started) return started;
    health_.watch(generation->fleet->all(), settings_.upstream.health);
    web_.apply(tls.web);
    refresher_.apply(settings_.grid, generation->places, generation->grid_board);
    engines_.watch(generation->fleet->all());
    kv_events_.watch(generation->fleet->all());
    return {};
}

// Records of requests hold no text, but zero trust promises that nothing of them can be swapped out or dumped either.
Result<void> RunningGateway::check_ring() const {
    const std::string& missing = shared_.books.memory().missing_protection();
    if (missing.empty()) return {};
    if (zero_trust_ && !settings_.security.allow_unenforced) {
        return fail(Fault::not_ready,
                    "the ring of records cannot be protected: " + missing +
                        "; allow the process to lock 2 MiB (ulimit -l 2048, LimitMEMLOCK=2M in systemd), or set "
                        "security.allow_unenforced",
                    "security.zero_trust");
    }
    telemetry::log_warning("ring_unprotected", {field("locked", shared_.books.memory().is_locked())});
    return {};
}

Result<void> RunningGateway::start_engines() {
    TRY(fleet::EngineFiles found, fleet::find_engine_files(settings_.local_engine, fleet::cache_folder()));
    for (std::size_t i = 0; i < settings_.local_engine.replicas; ++i) {
        engines_of_ours_.push_back(std::make_unique<fleet::LocalEngine>(
            control_.executor(), shared_.clock, found, settings_.local_engine,
            [this, i](const fleet::EngineStatus& status) { on_engine_status(i, status); }));
        local_endpoints_.push_back(make_local_endpoint(settings_.local_engine, engines_of_ours_.back()->api_key(),
                                                       shared_.names, i, builder_.index()));
    }
    builder_.set_local(settings_.local_engine, local_endpoints_);
    meter_engine();
    for (const auto& engine : engines_of_ours_) engine->start();
    return {};
}

// What it cannot do is no reason not to start: texts then stay as they are.
void RunningGateway::start_optimizer() {
    const optimizer::OptimizerSettings& settings = settings_.optimizer;
    shared_.optimizer.in_flight_max = settings.queue;
    if (!settings.wants_model()) return;
    if (settings.model.empty() && optimizer::embedded_t5().empty()) {
        telemetry::log_warning("optimizer_without_model");
        shared_.optimizer.state = pipeline::OptimizerState::failed;
        return;
    }
    optimizer_ = std::make_unique<pipeline::OptimizerChild>(control_, settings, shared_.optimizer);
    optimizer_->start();
}

// By its processor time, where no other meter is configured for it.
void RunningGateway::meter_engine() {
    const fleet::LocalEngineSettings& settings = settings_.local_engine;
    if (!settings.meter.empty() || settings.watts_per_core <= 0) return;
    const Power per_core = Power::watts(settings.watts_per_core);
    const auto cpu_time = [this] {
        std::chrono::nanoseconds sum{0};
        for (const auto& engine : engines_of_ours_) sum += engine->cpu_time();
        return sum;
    };
    meters_.add(std::string(kLocalMeter), std::make_unique<energy::CpuTimeMeter>(cpu_time, per_core),
                {.tdp = per_core * std::max(1U, std::thread::hardware_concurrency())},
                {.idle = Power(), .meter_log_deviation = fleet::kWattsPerCoreLogDeviation});
}

void RunningGateway::on_engine_status(std::size_t replica, const fleet::EngineStatus& status) {
    telemetry::log_info("engine", {field("state", status.state), field("replica", replica + 1)});
    fleet::EndpointState& state = *local_endpoints_[replica]->state;
    // Whichever engine answers next begins with an empty cache.
    if (status.state != fleet::EngineState::ready) fleet::forget_cache(state);
    state.retry_after_s = status.retry_after.value_or(std::chrono::seconds(1)).count();
    std::shared_ptr<const net::Origin> origin;
    if (status.state == fleet::EngineState::ready) {
        const auto parsed = net::parse_origin("http://127.0.0.1:" + std::to_string(status.port) + "/v1");
        if (parsed) origin = std::make_shared<const net::Origin>(*parsed);
    }
    state.origin = std::move(origin);
}

Result<void> RunningGateway::start_cores(const TlsContexts& tls) {
    std::random_device entropy;
    const auto generation = generation_.load();
    for (std::size_t i = 0; i < thread_count(settings_.server); ++i) {
        const std::uint64_t seed = std::uint64_t{entropy()} << 32 | entropy();
        cores_.push_back(std::make_unique<ServingCore>(shared_, service_, generation, tls, i, seed));
    }
    std::string address = settings_.server.listen;
    for (const auto& core : cores_) {  // The first one turns port 0 into a real one, which the others share.
        TRY(address, core->listen(address, core == cores_.front() ? nullptr : cores_.front().get()));
    }
    for (const auto& core : cores_) core->start();
    telemetry::log_info("listening",
                        {field("address", LogText::from_configuration(address)), field("threads", cores_.size())});
    return {};
}

void RunningGateway::run() {
    control_.run();
}

// On the control core, so that a scrape takes no time from requests.
std::string RunningGateway::metrics() {
    std::string text;
    telemetry::MetricsWriter writer(text);
    const auto generation = generation_.load();
    previews_.take_expired(shared_.load.previews, *generation, shared_.clock.now());
    write_exposition(writer, cores_, {shared_.books, shared_.names, shared_.optimizer}, runtime_, *generation,
                     {refresher_.metrics(), shared_.clock.now()}, {meters_, engines_, kv_events_}, previews_,
                     zero_trust_);
    return text;
}

}  // namespace greeninfer::app
