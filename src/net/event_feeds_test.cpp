#include "net/event_feeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <zmq.hpp>

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using Log = std::vector<std::string>;

// Writes down what it hears, from the thread of the feeds.
class Listener : public FeedHandler {
public:
    void on_connected() override { add("connected"); }
    void on_disconnected() override { add("disconnected"); }
    void on_message(std::span<const std::string_view> frames) override { add("message", frames); }
    void on_reply(std::span<const std::string_view> frames) override { add("reply", frames); }
    std::optional<std::string> question() override {
        const std::lock_guard lock(mutex_);
        return std::exchange(question_, std::nullopt);
    }

    void ask(std::string question) {
        const std::lock_guard lock(mutex_);
        question_ = std::move(question);
    }
    Log log() const {
        const std::lock_guard lock(mutex_);
        return log_;
    }
    bool has(const std::string& entry) const { return count(entry) > 0; }
    std::ptrdiff_t count(const std::string& entry) const {
        const Log now = log();
        return std::ranges::count(now, entry);
    }
    bool comes(const std::string& entry) const {
        for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(10ms)) {
            if (has(entry)) return true;
        }
        ADD_FAILURE() << entry << " does not come; the last one is " << (log().empty() ? "none" : log().back());
        return false;
    }

private:
    void add(std::string entry, std::span<const std::string_view> frames = {}) {
        for (const std::string_view frame : frames) entry += " " + std::string(frame.substr(0, 20));
        const std::lock_guard lock(mutex_);
        log_.push_back(std::move(entry));
    }

    mutable std::mutex mutex_;
    Log log_;
    std::optional<std::string> question_;
};

class Publisher {
public:
    explicit Publisher(const std::string& at = "tcp://127.0.0.1:0")
        : events_(context_, zmq::socket_type::pub), router_(context_, zmq::socket_type::router) {
        for (auto* const socket : {&events_, &router_}) socket->set(zmq::sockopt::linger, 0);
        events_.bind(at);
        router_.bind("tcp://127.0.0.1:0");
        router_.set(zmq::sockopt::rcvtimeo, 5000);
    }

    std::string url() { return events_.get(zmq::sockopt::last_endpoint); }
    std::string question_url() { return router_.get(zmq::sockopt::last_endpoint); }
    void publish(std::initializer_list<std::string> frames) { send(events_, frames); }
    std::string client;
    std::string question() {
        std::string last;
        for (bool is_more = true; is_more;) {
            zmq::message_t frame;
            if (!router_.recv(frame)) return "no question";
            if (client.empty()) client = frame.to_string();
            last = frame.to_string();
            is_more = frame.more();
        }
        return last;
    }
    void reply(std::initializer_list<std::string> frames) { send(router_, frames); }

private:
    static void send(zmq::socket_t& socket, std::initializer_list<std::string> frames) {
        for (const std::string& frame : frames) {
            const bool is_last = &frame == frames.end() - 1;
            socket.send(zmq::buffer(frame), is_last ? zmq::send_flags::none : zmq::send_flags::sndmore);
        }
    }

    zmq::context_t context_;
    zmq::socket_t events_;
    zmq::socket_t router_;
};

class EventFeedsTest : public ::testing::Test {
protected:
    // A subscription is known to the publisher a little after the connection is to us.
    template <class Publish>
    static bool reaches(const Listener& one, const std::string& entry, const Publish& publish) {
        for (int i = 0; i < 300; ++i, std::this_thread::sleep_for(20ms)) {
            publish();
            if (one.has(entry)) return true;
        }
        return false;
    }

    std::shared_ptr<Listener> listener = std::make_shared<Listener>();
    SystemClock clock;
    EventFeeds feeds{clock};
};

TEST_F(EventFeedsTest, HearsWhatItSubscribedTo) {
    Publisher publisher;
    feeds.listen({{{publisher.url(), "", "kv@"}, listener}});
    ASSERT_TRUE(listener->comes("connected"));
    EXPECT_TRUE(reaches(*listener, "message kv@a 1 x", [&] {
        publisher.publish({"other", "1", "x"});
        publisher.publish({"kv@a", "1", "x"});
    }));
    EXPECT_FALSE(listener->has("message other 1 x"));
}

TEST_F(EventFeedsTest, AsksAndHearsEachReply) {
    Publisher publisher;
    feeds.listen({{{publisher.url(), publisher.question_url(), ""}, listener}});
    ASSERT_TRUE(listener->comes("connected"));
    listener->ask("from 7");
    EXPECT_EQ(publisher.question(), "from 7");
    publisher.reply({publisher.client, "", "7", "x"});
    publisher.reply({publisher.client, "", "topic", "8", "y"});
    publisher.reply({publisher.client, "", "end", ""});
    EXPECT_TRUE(listener->comes("reply 7 x"));
    EXPECT_TRUE(listener->comes("reply topic 8 y"));
    EXPECT_TRUE(listener->comes("reply end "));
}

TEST_F(EventFeedsTest, NoticesThatAPublisherIsGoneAndBack) {
    auto publisher = std::make_unique<Publisher>();
    const std::string url = publisher->url();
    feeds.listen({{{url, "", ""}, listener}});
    ASSERT_TRUE(listener->comes("connected"));
    publisher.reset();
    ASSERT_TRUE(listener->comes("disconnected"));
    Publisher another(url);
    EXPECT_TRUE(reaches(*listener, "message t 0 y", [&] { another.publish({"t", "0", "y"}); }));
    EXPECT_EQ(listener->count("connected"), 2);
}

TEST_F(EventFeedsTest, CutsOffWhoSendsTooMuch) {
    Publisher publisher;
    feeds.listen({{{publisher.url(), "", ""}, listener}});
    ASSERT_TRUE(listener->comes("connected"));
    const std::string much(EventFeeds::kMessageBytesMax + 1, 'x');
    EXPECT_TRUE(reaches(*listener, "disconnected", [&] { publisher.publish({"t", "0", much}); }));
    EXPECT_TRUE(reaches(*listener, "message t 1 y", [&] { publisher.publish({"t", "1", "y"}); }));
}

TEST_F(EventFeedsTest, KeepsTheConnectionsOfThoseThatStay) {
    Publisher first;
    Publisher second;
    const auto other = std::make_shared<Listener>();
    const Feed stays{{first.url(), "", ""}, listener};
    feeds.listen({stays});
    ASSERT_TRUE(listener->comes("connected"));
    feeds.listen({{{second.url(), "", ""}, other}, stays});
    ASSERT_TRUE(other->comes("connected"));
    EXPECT_TRUE(reaches(*listener, "message t 0 x", [&] { first.publish({"t", "0", "x"}); }));
    EXPECT_EQ(listener->count("connected"), 1);
    feeds.listen({});
    std::this_thread::sleep_for(200ms);
    const std::size_t heard = listener->log().size();
    first.publish({"t", "1", "x"});
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(listener->log().size(), heard);
}

TEST_F(EventFeedsTest, GoesOnWithoutAnAddressThatIsNone) {
    Publisher publisher;
    feeds.listen({{{"tcp://", "", ""}, std::make_shared<Listener>()}, {{publisher.url(), "", ""}, listener}});
    EXPECT_TRUE(listener->comes("connected"));
}

TEST(EventFeeds, NeedNoThreadWithoutFeeds) {
    const SystemClock clock;
    EventFeeds feeds(clock);
    feeds.listen({});
}

}  // namespace
}  // namespace greeninfer::net
