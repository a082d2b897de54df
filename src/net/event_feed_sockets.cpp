#include "net/event_feed_sockets.hpp"

#include <array>
#include <cstring>
#include <utility>

namespace greeninfer::net {

namespace {

constexpr int kMessagesAtOnce = 256;  // so that one busy publisher does not hold up the others
constexpr int kReconnectMilliseconds = 100;
constexpr int kReconnectMillisecondsMost = 5000;
// A peer that died without a word is found out, as no heartbeat would mean no disconnection for ever.
constexpr int kHeartbeatMilliseconds = 2000;
constexpr std::size_t kFramesMax = 8;
// After this long without a connection it is begun anew: ZeroMQ gives up for good on a peer that broke its rules, such
// as one that spoke something else at first, or sent a message that is too large.
constexpr std::chrono::seconds kBeginAnewAfter{2};

void set_up(zmq::socket_t& socket) {
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::rcvhwm, EventFeeds::kQueuedMessages);
    socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(EventFeeds::kMessageBytesMax));
    socket.set(zmq::sockopt::reconnect_ivl, kReconnectMilliseconds);
    socket.set(zmq::sockopt::reconnect_ivl_max, kReconnectMillisecondsMost);
    socket.set(zmq::sockopt::heartbeat_ivl, kHeartbeatMilliseconds);
    socket.set(zmq::sockopt::heartbeat_timeout, 3 * kHeartbeatMilliseconds);
    socket.set(zmq::sockopt::ipv6, true);
}

// One message, if there is one: its frames, of which those beyond the limit are dropped.
class Message {
public:
    bool receive(zmq::socket_t& socket) {
        count_ = 0;
        for (bool is_more = true; is_more;) {
            zmq::message_t frame;
            if (!socket.recv(frame, zmq::recv_flags::dontwait)) return false;
            is_more = frame.more();
            if (count_ < kFramesMax) frames_[count_++] = std::move(frame);
        }
        return true;
    }
    std::span<const std::string_view> frames() {
        for (std::size_t i = 0; i < count_; ++i) views_[i] = frames_[i].to_string_view();
        return std::span(views_).first(count_);
    }

private:
    std::array<zmq::message_t, kFramesMax> frames_;
    std::array<std::string_view, kFramesMax> views_;
    std::size_t count_ = 0;
};

}  // namespace

EventFeedSockets::EventFeedSockets(zmq::context_t& context, Feed feed, std::uint64_t number, Moment now)
    : context_(context),
      feed_(std::move(feed)),
      watch_address_("inproc://watch-" + std::to_string(number)),
      subscription_(context, zmq::socket_type::sub),
      watch_(context, zmq::socket_type::pair),
      last_attempt_(now) {
    set_up(subscription_);
    constexpr int kEvents = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED;
    if (zmq_socket_monitor(subscription_.handle(), watch_address_.c_str(), kEvents) != 0) throw zmq::error_t();
    watch_.set(zmq::sockopt::linger, 0);
    watch_.connect(watch_address_);
    subscription_.set(zmq::sockopt::subscribe, feed_.address.topic);
    subscription_.connect(feed_.address.url);
}

void EventFeedSockets::add_to(std::vector<zmq::pollitem_t>& items) {
    items.push_back({subscription_.handle(), 0, ZMQ_POLLIN, 0});
    items.push_back({watch_.handle(), 0, ZMQ_POLLIN, 0});
    if (questions_) items.push_back({questions_->handle(), 0, ZMQ_POLLIN, 0});
}

void EventFeedSockets::serve(Moment now) {
    take_messages();
    take_connection_events();
    if (is_connected_) last_attempt_ = now;
    if (now - last_attempt_ >= kBeginAnewAfter) connect_again(now);
    take_replies();
    if (const auto question = feed_.handler->question()) ask(*question);
}

void EventFeedSockets::take_messages() {
    Message message;
    for (int i = 0; i < kMessagesAtOnce && message.receive(subscription_); ++i) {
        feed_.handler->on_message(message.frames());
    }
}

// The first frame of a message is the event, a number of two bytes in the order of this machine.
void EventFeedSockets::take_connection_events() {
    Message message;
    while (message.receive(watch_)) {
        const auto frames = message.frames();
        std::uint16_t event = 0;
        if (frames.empty() || frames[0].size() < sizeof(event)) continue;
        std::memcpy(&event, frames[0].data(), sizeof(event));
        if (event == ZMQ_EVENT_DISCONNECTED && std::exchange(is_connected_, false)) feed_.handler->on_disconnected();
        if (event != ZMQ_EVENT_HANDSHAKE_SUCCEEDED) continue;
        is_connected_ = true;
        feed_.handler->on_connected();
    }
}

void EventFeedSockets::connect_again(Moment now) {
    last_attempt_ = now;
    zmq_disconnect(subscription_.handle(), feed_.address.url.c_str());  // fails where it was given up
    subscription_.connect(feed_.address.url);
}

void EventFeedSockets::take_replies() {
    Message message;
    for (int i = 0; questions_ && i < kMessagesAtOnce && message.receive(*questions_); ++i) {
        auto frames = message.frames();
        if (!frames.empty() && frames[0].empty()) frames = frames.subspan(1);
        feed_.handler->on_reply(frames);
    }
}

// A socket of its own, so that replies to an earlier question cannot be taken for replies to this one.
void EventFeedSockets::ask(const std::string& question) {
    if (feed_.address.question_url.empty()) return;
    questions_.emplace(context_, zmq::socket_type::dealer);
    set_up(*questions_);
    questions_->connect(feed_.address.question_url);
    questions_->send(zmq::message_t(), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
    questions_->send(zmq::buffer(question), zmq::send_flags::dontwait);
}

}  // namespace greeninfer::net
