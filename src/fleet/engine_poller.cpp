#include "fleet/engine_poller.hpp"

#include "fleet/engine_page.hpp"

namespace greeninfer::fleet {

namespace {

using namespace std::chrono_literals;

// The key of an endpoint is for its own server: a page elsewhere gets none.
bool is_same_server(const std::string& url, const net::Origin& origin) {
    const auto page = net::parse_origin(url);
    return page && page->key == origin.key;
}

std::optional<WebRequest> request_for(const Endpoint& endpoint) {
    const auto origin = endpoint.state->origin.load();
    WebRequest request{.url = endpoint.metrics_url, .timeout = 2s};
    if (endpoint.has_own_metrics) {
        if (!origin) return std::nullopt;
        request.url = (origin->tls ? "https://" : "http://") + origin->authority + "/metrics";
    }
    if (endpoint.api_key && origin && is_same_server(request.url, *origin)) {
        request.fields.emplace_back("authorization", "Bearer " + std::string(endpoint.api_key->reveal()));
    }
    return request;
}

struct Answer {
    PageOutcome outcome = PageOutcome::silent;
    std::optional<EngineReport> report;
};

boost::asio::awaitable<Answer> ask(WebFetch& web, const Endpoint& endpoint, Clock& clock) {
    auto request = request_for(endpoint);
    if (!request) co_return Answer{};
    const auto answer = co_await web.get(*std::move(request));
    if (!answer) co_return Answer{};
    if (answer->status != 200) co_return Answer{PageOutcome::refused, {}};
    const auto report = read_engine_page(answer->body, endpoint.upstream_model, clock.now());
    co_return Answer{report ? PageOutcome::read : PageOutcome::unknown, report};
}

// What it forgets first depends on how much it holds, so the index has room for as much.
void follow_size(const Endpoint& endpoint, const EngineReport& report) {
    constexpr std::uint64_t kBytesPerToken = 4;  // of English text
    if (!endpoint.state->prefix || !report.cache_tokens) return;
    const auto before = endpoint.state->cache_tokens.exchange(*report.cache_tokens, std::memory_order_relaxed);
    if (before == *report.cache_tokens) return;
    const IndexedEndpoint& place = *endpoint.state->prefix;
    place.index().set_capacity(place.number(), *report.cache_tokens * kBytesPerToken / kBlockBytes);
}

void publish(const Endpoint& endpoint, const std::optional<EngineReport>& report) {
    constexpr double kUnknown = -1;
    if (report) follow_size(endpoint, *report);
    endpoint.state->occupancy.store(report ? report->running.value_or(kUnknown) : kUnknown, std::memory_order_relaxed);
    endpoint.state->report.store(report ? std::make_shared<const EngineReport>(*report) : nullptr);
}

}  // namespace

void EnginePoller::watch(const Endpoints& endpoints) {
    stop();
    round_ = std::make_shared<Round>();
    for (const auto& endpoint : endpoints) {
        const bool has_page = endpoint->has_own_metrics || !endpoint->metrics_url.empty();
        if (has_page) spawn_(ask_for_ever(endpoint, round_, pages_, clock_, web_));
    }
}

void EnginePoller::stop() {
    if (round_) round_->is_over = true;
}

boost::asio::awaitable<void> EnginePoller::ask_for_ever(std::shared_ptr<const Endpoint> endpoint,
                                                        std::shared_ptr<Round> round, PagesPointer pages, Clock& clock,
                                                        WebFetch& web) {
    while (!round->is_over) {
        const Answer answer = co_await ask(web, *endpoint, clock);
        if (round->is_over) break;
        (*pages)[static_cast<std::size_t>(answer.outcome)].add();
        publish(*endpoint, answer.report);
        co_await clock.sleep_for(kInterval);
    }
}

}  // namespace greeninfer::fleet
