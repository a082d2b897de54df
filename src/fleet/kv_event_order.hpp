#pragma once
// Puts the batches of one publisher in order: none missed, none counted twice, and no state kept that cannot be
// trusted.
//
// Subscriptions lose messages: whoever comes late, or is slow, misses some. Each batch has a number, and the publisher
// keeps the last ones (10,000 in vLLM) for whoever asks. So the first thing to ask for is all that it still has, and
// after a gap what is missing; what comes meanwhile waits. What can no longer be had, a publisher that is gone, and
// numbers that begin again each mean that the endpoint's blocks are unknown. No sockets and no time of its own; belongs
// to the thread that listens.
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace greeninfer::fleet {

enum class KvLoss : std::uint8_t { gap, restart, disconnected };
inline constexpr std::array<std::string_view, 3> kKvLossNames = {"gap", "restart", "disconnected"};

// Hears of batches in their order.
class KvBatchListener {
public:
    virtual ~KvBatchListener() = default;
    virtual void on_batch(std::string_view payload) = 0;
    virtual void on_duplicate() = 0;
    // What was known of the endpoint's blocks is not known any more.
    virtual void on_loss(KvLoss loss) = 0;
};

class KvEventOrder {
public:
    static constexpr std::chrono::seconds kReplayTimeout{2};  // without a further reply
    static constexpr std::size_t kWaitingBatchesMax = 10'000;
    static constexpr std::size_t kWaitingBytesMax = std::size_t{32} << 20;

    KvEventOrder(KvBatchListener& listener, bool has_replay) : listener_(listener), has_replay_(has_replay) {}

    void connected(Moment now);
    void disconnected();
    void live(std::uint64_t sequence, std::string_view payload, Moment now);
    void replayed(std::uint64_t sequence, std::string_view payload, Moment now);
    void replay_ended();
    void tick(Moment now);

    // The first number that must be asked for, once for each time that it must.
    std::optional<std::uint64_t> take_replay_request();

private:
    struct Waiting {
        std::uint64_t sequence = 0;
        std::string payload;
    };

    void take(std::uint64_t sequence, std::string_view payload);
    void wait(std::uint64_t sequence, std::string_view payload);
    void ask_from(std::uint64_t sequence, Moment now);
    void lose(KvLoss loss);
    void begin_again();

    KvBatchListener& listener_;
    const bool has_replay_;
    bool is_connected_ = false;
    bool has_batches_ = false;                // of which something would be lost
    std::optional<std::uint64_t> next_;       // absent: whatever comes
    std::optional<std::uint64_t> last_live_;  // of this connection
    std::optional<std::uint64_t> request_;
    std::optional<Moment> replay_until_;  // absent: no replay is on its way
    std::deque<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
};

}  // namespace greeninfer::fleet
