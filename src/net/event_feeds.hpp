#pragma once
// Listens to publishers of events over ZeroMQ, and asks them for what was missed: model servers tell so what is in
// their caches, and speak nothing else.
//
// Why a thread of its own: a busy engine publishes thousands of events a second, which must delay neither a request nor
// the control loop, and ZeroMQ's sockets fit no other loop. Each socket queues at most kQueuedMessages; beyond that its
// publisher drops messages, which shows as a gap in their numbers. The thread and ZeroMQ's own begin with the first
// feed. What the messages mean is the handler's affair.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace greeninfer::net {

// All of it is called on the thread of the feeds, and must not throw.
class FeedHandler {
public:
    virtual ~FeedHandler() = default;
    virtual void on_connected() = 0;
    virtual void on_disconnected() = 0;
    virtual void on_message(std::span<const std::string_view> frames) = 0;
    // One of the replies to what was asked; the empty frame in front is taken off.
    virtual void on_reply(std::span<const std::string_view> frames) = 0;
    // After all of the above and every kTick at least: what to ask now. A new question ends the replies to the last
    // one.
    virtual std::optional<std::string> question() = 0;
};

struct FeedAddress {
    std::string url;           // tcp://host:port of the publisher
    std::string question_url;  // of its ROUTER socket; empty: it cannot be asked
    std::string topic;         // messages that begin so; empty: all

    friend bool operator==(const FeedAddress&, const FeedAddress&) = default;
};

struct Feed {
    FeedAddress address;
    std::shared_ptr<FeedHandler> handler;
};

class EventFeeds {
public:
    static constexpr int kQueuedMessages = 1000;
    static constexpr std::size_t kMessageBytesMax = std::size_t{4} << 20;
    static constexpr int kTickMilliseconds = 100;

    explicit EventFeeds(const Clock& clock);
    ~EventFeeds();  // no handler is called after it
    EventFeeds(const EventFeeds&) = delete;
    EventFeeds& operator=(const EventFeeds&) = delete;

    // Listens to these from now on; those with a handler that was there before keep their connections. One thread.
    void listen(std::vector<Feed> feeds);

private:
    struct Loop;
    const Clock& clock_;
    std::unique_ptr<Loop> loop_;
};

}  // namespace greeninfer::net
