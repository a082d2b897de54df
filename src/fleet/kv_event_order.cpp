#include "fleet/kv_event_order.hpp"

#include <utility>

namespace greeninfer::fleet {

// A batch of a new connection may be seen before the connection is; what comes second changes nothing.
void KvEventOrder::connected(Moment now) {
    if (std::exchange(is_connected_, true)) return;
    begin_again();
    last_live_.reset();
    if (has_replay_) ask_from(0, now);
}

void KvEventOrder::disconnected() {
    is_connected_ = false;
    lose(KvLoss::disconnected);
    begin_again();
    last_live_.reset();
}

void KvEventOrder::live(std::uint64_t sequence, std::string_view payload, Moment now) {
    connected(now);
    const bool is_restart = last_live_ && sequence <= *last_live_;
    last_live_ = sequence;
    if (is_restart) {
        lose(KvLoss::restart);
        begin_again();
        if (has_replay_ && sequence > 0) ask_from(0, now);
    }
    if (replay_until_) return wait(sequence, payload);
    if (next_ && sequence > *next_) {
        if (has_replay_) {
            ask_from(*next_, now);
            return wait(sequence, payload);
        }
        lose(KvLoss::gap);
    }
    take(sequence, payload);
}

void KvEventOrder::replayed(std::uint64_t sequence, std::string_view payload, Moment now) {
    if (!replay_until_) return;  // of one that was given up
    replay_until_ = now + kReplayTimeout;
    if (next_ && sequence > *next_) lose(KvLoss::gap);
    take(sequence, payload);
}

// Whatever is missing now cannot be had.
void KvEventOrder::replay_ended() {
    if (!std::exchange(replay_until_, std::nullopt)) return;
    for (const Waiting& one : std::exchange(waiting_, {})) {
        if (next_ && one.sequence > *next_) lose(KvLoss::gap);
        take(one.sequence, one.payload);
    }
    waiting_bytes_ = 0;
}

void KvEventOrder::tick(Moment now) {
    if (replay_until_ && now >= *replay_until_) replay_ended();
}

std::optional<std::uint64_t> KvEventOrder::take_replay_request() {
    return std::exchange(request_, std::nullopt);
}

// In order, unless it was taken before: a replay also brings what is still on its way by the other socket.
void KvEventOrder::take(std::uint64_t sequence, std::string_view payload) {
    if (next_ && sequence < *next_) return listener_.on_duplicate();
    next_ = sequence + 1;
    has_batches_ = true;
    listener_.on_batch(payload);
}

void KvEventOrder::wait(std::uint64_t sequence, std::string_view payload) {
    if (waiting_.size() >= kWaitingBatchesMax || waiting_bytes_ + payload.size() > kWaitingBytesMax) {
        lose(KvLoss::gap);
        begin_again();
        return take(sequence, payload);
    }
    waiting_.push_back({sequence, std::string(payload)});
    waiting_bytes_ += payload.size();
}

void KvEventOrder::ask_from(std::uint64_t sequence, Moment now) {
    request_ = sequence;
    replay_until_ = now + kReplayTimeout;
}

void KvEventOrder::lose(KvLoss loss) {
    if (std::exchange(has_batches_, false)) listener_.on_loss(loss);
}

void KvEventOrder::begin_again() {
    next_.reset();
    request_.reset();
    replay_until_.reset();
    waiting_.clear();
    waiting_bytes_ = 0;
}

}  // namespace greeninfer::fleet
