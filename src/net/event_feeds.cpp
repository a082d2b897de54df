#include "net/event_feeds.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "net/event_feed_sockets.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::net {

using telemetry::field;
using telemetry::LogText;

// Its thread owns the sockets; the others only leave a list of feeds for it.
struct EventFeeds::Loop {
    explicit Loop(const Clock& time)
        : clock(time), context(1), wake_up(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), thread([this] { run(); }) {}

    ~Loop() {
        {
            const std::lock_guard lock(mutex);
            is_over = true;
        }
        wake();
        thread.join();
        close(wake_up);
    }

    void wake() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = write(wake_up, &one, sizeof one);  // full means that it will wake up
    }

    void set_wanted(std::vector<Feed> list) {
        {
            const std::lock_guard lock(mutex);
            wanted = std::move(list);
        }
        wake();
    }

    void run() {
        while (take_wanted()) {
            wait();
            for (const auto& feed : feeds) serve(*feed);
        }
        feeds.clear();
    }

    bool take_wanted() {
        std::optional<std::vector<Feed>> list;
        {
            const std::lock_guard lock(mutex);
            if (is_over) return false;
            list = std::exchange(wanted, std::nullopt);
        }
        if (list) apply(*list);
        return true;
    }

    void apply(const std::vector<Feed>& list) {
        std::vector<std::unique_ptr<EventFeedSockets>> now;
        for (const Feed& feed : list) {
            const auto found = std::ranges::find_if(
                feeds, [&](const auto& one) { return one && one->feed().handler == feed.handler; });
            if (found != feeds.end()) {
                now.push_back(std::move(*found));
            } else if (auto opened = open(feed)) {
                now.push_back(std::move(opened));
            }
        }
        feeds = std::move(now);
    }

    std::unique_ptr<EventFeedSockets> open(const Feed& feed) {
        try {
            return std::make_unique<EventFeedSockets>(context, feed, ++last_number, clock.now());
        } catch (const zmq::error_t& problem) {
            telemetry::log_error("event_feed_failed", {field("url", LogText::from_configuration(feed.address.url)),
                                                       field("error", problem.num())});
            return nullptr;
        }
    }

    void wait() {
        std::vector<zmq::pollitem_t> items = {{nullptr, wake_up, ZMQ_POLLIN, 0}};
        for (const auto& feed : feeds) feed->add_to(items);
        try {
            zmq::poll(items, std::chrono::milliseconds(kTickMilliseconds));
        } catch (const zmq::error_t&) {  // a signal; the next round waits again
        }
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = read(wake_up, &count, sizeof count);  // nothing to read is the usual case
    }

    void serve(EventFeedSockets& feed) const {
        try {
            feed.serve(clock.now());
        } catch (const zmq::error_t& problem) {
            telemetry::log_warning(
                "event_feed_broken",
                {field("url", LogText::from_configuration(feed.feed().address.url)), field("error", problem.num())});
        }
    }

    const Clock& clock;
    zmq::context_t context;
    const int wake_up;
    std::vector<std::unique_ptr<EventFeedSockets>> feeds;
    std::uint64_t last_number = 0;
    std::mutex mutex;
    std::optional<std::vector<Feed>> wanted;
    bool is_over = false;
    std::thread thread;  // last, so that all else is there when it begins
};

EventFeeds::EventFeeds(const Clock& clock) : clock_(clock) {}
EventFeeds::~EventFeeds() = default;

void EventFeeds::listen(std::vector<Feed> feeds) {
    if (!loop_ && feeds.empty()) return;
    if (!loop_) loop_ = std::make_unique<Loop>(clock_);
    loop_->set_wanted(std::move(feeds));
}

}  // namespace greeninfer::net
