#pragma once
// Asks model servers how they are doing: how full they are decides what a token costs (at batch 64 a quarter of what it
// costs at batch 8) and how long the next request waits; the size of their prefix cache decides what is still in it.
//
// A report that cannot be had is unknown again, and whoever needs it does without; it is never kept while the server is
// silent. Runs on the control core; requests read one pointer or one atomic.
#include <array>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/web_fetch.hpp"
#include "fleet/endpoint_choice.hpp"
#include "telemetry/counter.hpp"

namespace greeninfer::fleet {

enum class PageOutcome : std::uint8_t { read, silent, refused, unknown };
inline constexpr std::array<std::string_view, 4> kPageOutcomeNames = {"read", "silent", "refused", "unknown"};

class EnginePoller {
public:
    static constexpr std::chrono::seconds kInterval{2};

    // As net::Core::spawn.
    using Spawn = std::function<void(boost::asio::awaitable<void>)>;

    EnginePoller(Spawn spawn, Clock& clock, WebFetch& web)
        : spawn_(std::move(spawn)), clock_(clock), web_(web), pages_(std::make_shared<Pages>()) {}
    ~EnginePoller() { stop(); }

    // Asks these endpoints from now on, instead of the ones before; those without a page are left out.
    void watch(const Endpoints& endpoints);
    void stop();

    // Pages asked for, by what became of them: `refused` is another status than 200, `unknown` a page without a figure
    // of an engine that is known.
    std::uint64_t pages(PageOutcome outcome) const { return (*pages_)[static_cast<std::size_t>(outcome)].value(); }

private:
    struct Round {
        bool is_over = false;
    };
    using Pages = std::array<telemetry::Counter, kPageOutcomeNames.size()>;
    using PagesPointer = std::shared_ptr<Pages>;  // a request that is on its way may outlive the poller

    static boost::asio::awaitable<void> ask_for_ever(std::shared_ptr<const Endpoint> endpoint,
                                                     std::shared_ptr<Round> round, PagesPointer pages, Clock& clock,
                                                     WebFetch& web);

    const Spawn spawn_;
    Clock& clock_;
    WebFetch& web_;
    const PagesPointer pages_;
    std::shared_ptr<Round> round_;
};

}  // namespace greeninfer::fleet
