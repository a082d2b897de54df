#pragma once
// The sockets of one feed: a subscription, a watch over its connection, and one for questions. Private to the feeds'
// thread; ZeroMQ's exceptions stay in here.
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "net/event_feeds.hpp"

namespace greeninfer::net {

class EventFeedSockets {
public:
    // Throws zmq::error_t where an address is none or there are no sockets left.
    EventFeedSockets(zmq::context_t& context, Feed feed, std::uint64_t number, Moment now);

    const Feed& feed() const { return feed_; }
    void add_to(std::vector<zmq::pollitem_t>& items);
    // Takes what came, and asks what is to be asked. May throw zmq::error_t.
    void serve(Moment now);

private:
    void take_messages();
    void take_connection_events();
    void connect_again(Moment now);
    void take_replies();
    void ask(const std::string& question);

    zmq::context_t& context_;
    const Feed feed_;
    const std::string watch_address_;
    zmq::socket_t subscription_;
    zmq::socket_t watch_;
    std::optional<zmq::socket_t> questions_;
    bool is_connected_ = false;
    Moment last_attempt_;
};

}  // namespace greeninfer::net
