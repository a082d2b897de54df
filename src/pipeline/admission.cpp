#include "pipeline/admission.hpp"

#include <fmt/format.h>

#include <optional>

namespace greeninfer::pipeline {

namespace {

// One request among those in flight, until it ends in whatever way.
class Place {
public:
    explicit Place(std::atomic<std::size_t>& in_flight) : in_flight_(in_flight), before_(in_flight_.fetch_add(1)) {}
    ~Place() { in_flight_.fetch_sub(1); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    std::size_t before() const { return before_; }

private:
    std::atomic<std::size_t>& in_flight_;
    std::size_t before_;
};

std::optional<std::string_view> presented_key(const net::RequestHead& head) {
    constexpr std::string_view kBearer = "Bearer ";
    const std::string_view value = head.fields.find("authorization").value_or("");
    if (net::same_name(value.substr(0, kBearer.size()), kBearer)) return value.substr(kBearer.size());
    return head.fields.find("x-api-key");
}

}  // namespace

Result<const Client*> authenticate(const Generation& generation, const net::RequestHead& head, bool local_peer) {
    if (generation.clients.empty()) {
        if (local_peer) return nullptr;
        return fail(Fault::forbidden, "no clients are configured, so only callers on this machine are served");
    }
    const auto key = presented_key(head);
    if (!key) return fail(Fault::unauthenticated, "no API key; send authorization: Bearer KEY", "authorization");
    if (const Client* client = generation.clients.find(*key)) return client;
    return fail(Fault::unauthenticated, "this API key is not known here", "authorization");
}

void Admission::charge_to_department(Exchange& exchange) {
    const DepartmentChoice choice =
        choose_department(exchange.generation->departments, exchange.client, exchange.head.fields);
    exchange.department = choice.department;
    if (choice.ignored) worker_.budget.count_ignored_header(*choice.ignored);
}

Task<> Admission::handle(Exchange& exchange, Next next) {
    CO_TRY(exchange.client, authenticate(*exchange.generation, exchange.head, exchange.local_peer));
    charge_to_department(exchange);
    if (worker_.load.draining.load(std::memory_order_relaxed)) {
        co_return fail(Fault::draining, "the gateway is shutting down");
    }
    const std::size_t limit = exchange.generation->server.max_in_flight;
    const Place place(worker_.load.in_flight);
    if (place.before() >= limit) {
        co_return std::unexpected(Error{Fault::too_many_requests,
                                        fmt::format("{} requests are in flight (server.max_in_flight)", limit),
                                        {},
                                        std::chrono::seconds(1)});
    }
    co_return co_await next(exchange);
}

}  // namespace greeninfer::pipeline
