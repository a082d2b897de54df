#include "fleet/health_checker.hpp"

#include "telemetry/log.hpp"

namespace greeninfer::fleet {

namespace {

using telemetry::field;
using telemetry::LogText;

Task<unsigned> ask(net::Core& core, net::UpstreamClient& client, const Endpoint& endpoint, const net::Origin& origin,
                   std::chrono::milliseconds timeout, net::Abort& abort) {
    net::Deadline deadline(core.deadlines(), [&abort] { abort.request(); });
    deadline.arm(timeout);
    net::UpstreamRequest request{.method = "GET", .target = endpoint.health_target};
    request.fields.add("accept-encoding", "identity");
    if (endpoint.api_key) request.fields.add("authorization", "Bearer ", endpoint.api_key->reveal());
    CO_TRY(const auto call, co_await client.send(origin, request, abort));
    for (;;) {
        CO_TRY(const std::string_view bytes, co_await call->read());
        if (bytes.empty()) co_return call->head().status;
    }
}

// Turns a row of equal results into a state, so that one lost packet does not take an endpoint out.
void judge(const Endpoint& endpoint, bool alive, std::size_t& row, const net::HealthSettings& settings) {
    std::atomic<bool>& healthy = endpoint.state->healthy;
    row = alive == healthy ? 0 : row + 1;
    if (row < (alive ? settings.successes : settings.failures)) return;
    if (row == 0) return;
    healthy = alive;
    row = 0;
    // What was in its cache went with it.
    if (!alive) forget_cache(*endpoint.state);
    telemetry::log_warning(alive ? telemetry::LogName("endpoint_up") : telemetry::LogName("endpoint_down"),
                           {field("endpoint", LogText::from_configuration(endpoint.name))});
}

}  // namespace

void HealthChecker::watch(const Endpoints& endpoints, const net::HealthSettings& settings) {
    stop();
    round_ = std::make_shared<Round>(Round{.settings = settings});
    if (settings.interval.count() == 0) return;
    for (const auto& endpoint : endpoints) {
        if (!endpoint->health_target.empty())
            core_.spawn(check_for_ever(core_, client_, endpoint, round_, in_progress_));
    }
}

void HealthChecker::stop() {
    if (!round_) return;
    round_->over = true;
    for (net::Abort* check : std::exchange(round_->running, {})) check->request();
}

boost::asio::awaitable<void> HealthChecker::finished() {
    in_progress_->none.clear();
    if (in_progress_->checks > 0) co_await in_progress_->none.wait();
}

boost::asio::awaitable<void> HealthChecker::check_for_ever(net::Core& core, net::UpstreamClient& client,
                                                           std::shared_ptr<const Endpoint> endpoint,
                                                           std::shared_ptr<Round> round,
                                                           std::shared_ptr<InProgress> in_progress) {
    std::size_t row = 0;
    while (!round->over) {
        if (const auto origin = endpoint->state->origin.load()) {
            net::Abort abort;
            round->running.push_back(&abort);
            ++in_progress->checks;
            const auto status = co_await ask(core, client, *endpoint, *origin, round->settings.timeout, abort);
            if (--in_progress->checks == 0) in_progress->none.set();
            if (round->over) co_return;
            std::erase(round->running, &abort);
            judge(*endpoint, status && *status < 500, row, round->settings);
        }
        co_await core.clock().sleep_for(round->settings.interval);
    }
}

}  // namespace greeninfer::fleet
