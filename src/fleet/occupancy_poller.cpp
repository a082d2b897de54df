#include "fleet/occupancy_poller.hpp"

#include "energy/exposition_text.hpp"

namespace greeninfer::fleet {

namespace {

using namespace std::chrono_literals;

constexpr double kUnknown = -1;

boost::asio::awaitable<double> ask(WebFetch& web, const Endpoint& endpoint) {
    WebRequest request{.url = endpoint.metrics_url, .timeout = 2s};
    const auto answer = co_await web.get(std::move(request));
    if (!answer || answer->status != 200) co_return kUnknown;
    co_return running_requests(answer->body, endpoint.upstream_model).value_or(kUnknown);
}

}  // namespace

std::optional<double> running_requests(std::string_view page, std::string_view model) {
    double all = 0;
    double of_model = 0;
    bool is_found = false;
    bool is_named = false;
    energy::for_each_sample(page, "vllm:num_requests_running", [&](const energy::ExpositionSample& sample) {
        if (!(sample.value >= 0)) return;
        is_found = true;
        all += sample.value;
        if (sample.label("model_name") != model) return;
        is_named = true;
        of_model += sample.value;
    });
    if (!is_found) return std::nullopt;
    return is_named ? of_model : all;
}

void OccupancyPoller::watch(const Endpoints& endpoints) {
    stop();
    round_ = std::make_shared<Round>();
    for (const auto& endpoint : endpoints) {
        if (!endpoint->metrics_url.empty()) spawn_(ask_for_ever(endpoint, round_, clock_, web_));
    }
}

void OccupancyPoller::stop() {
    if (round_) round_->is_over = true;
}

boost::asio::awaitable<void> OccupancyPoller::ask_for_ever(std::shared_ptr<const Endpoint> endpoint,
                                                           std::shared_ptr<Round> round, Clock& clock, WebFetch& web) {
    while (!round->is_over) {
        const double running = co_await ask(web, *endpoint);
        if (round->is_over) break;
        endpoint->state->occupancy.store(running, std::memory_order_relaxed);
        co_await clock.sleep_for(kInterval);
    }
}

}  // namespace greeninfer::fleet
