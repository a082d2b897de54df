#pragma once
// Asks vLLM servers how many requests they run, because that decides what a token costs: at batch 64 a quarter of what
// it costs at batch 8.
//
// A figure that cannot be had is unknown again, and the model goes back to its wider interval; it is never kept while
// the server is silent. Runs on the control core; requests read one atomic.
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/web_fetch.hpp"
#include "fleet/endpoint_choice.hpp"

namespace greeninfer::fleet {

// The sum over all engines of `vllm:num_requests_running` for this model, or for all where the page does not name it.
// Absent where the page has none.
std::optional<double> running_requests(std::string_view page, std::string_view model);

class OccupancyPoller {
public:
    static constexpr std::chrono::seconds kInterval{5};  // about as long as an answer takes

    // As net::Core::spawn.
    using Spawn = std::function<void(boost::asio::awaitable<void>)>;

    OccupancyPoller(Spawn spawn, Clock& clock, WebFetch& web) : spawn_(std::move(spawn)), clock_(clock), web_(web) {}
    ~OccupancyPoller() { stop(); }

    // Asks these endpoints from now on, instead of the ones before; those without a metrics_url are left out.
    void watch(const Endpoints& endpoints);
    void stop();

private:
    struct Round {
        bool is_over = false;
    };
    static boost::asio::awaitable<void> ask_for_ever(std::shared_ptr<const Endpoint> endpoint,
                                                     std::shared_ptr<Round> round, Clock& clock, WebFetch& web);

    const Spawn spawn_;
    Clock& clock_;
    WebFetch& web_;
    std::shared_ptr<Round> round_;
};

}  // namespace greeninfer::fleet
