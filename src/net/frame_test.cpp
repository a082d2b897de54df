#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "net/frame_client.hpp"
#include "net/frame_server.hpp"
#include "testing/core_thread.hpp"

namespace greeninfer::net {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;

// Gives every frame back twice as long.
class EchoServer {
public:
    explicit EchoServer(const FrameAddress& address) {
        auto listening = FrameServer::listen(address, [this](FrameServer::Connection from, const std::string& payload) {
            server_->send(from, payload + payload);
        });
        EXPECT_TRUE(listening.has_value());
        server_ = *std::move(listening);
        thread_ = std::jthread([this] {
            while (!server_->is_stopped()) server_->wait();
        });
    }
    ~EchoServer() { server_->stop(); }

private:
    std::unique_ptr<FrameServer> server_;
    std::jthread thread_;
};

class FrameTest : public ::testing::Test {
protected:
    FrameTest() {
        core_.call([this] {
            client_ = std::make_unique<FrameClient>(
                core_.core(), [this](std::string_view payload) { hear(std::string(payload)); },
                [this] { hear("closed"); });
        });
    }
    ~FrameTest() override {
        core_.call([this] { client_.reset(); });
    }

    Result<void> connect(const FrameAddress& address) {
        return core_.call([&] { return client_->connect(address); });
    }
    bool send(const std::string& payload) {
        return core_.call([&] { return client_->send(payload); });
    }

    void hear(std::string what) {
        const std::lock_guard lock(mutex_);
        heard_.push_back(std::move(what));
        changed_.notify_all();
    }
    // In the order in which they came.
    std::vector<std::string> heard(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, 10s, [&] { return heard_.size() >= count; });
        return heard_;
    }

    const FrameAddress address_ = random_frame_address("greeninfer-test");
    testing::CoreThread core_;
    std::unique_ptr<FrameClient> client_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> heard_;
};

TEST_F(FrameTest, FramesGoThereAndBack) {
    const EchoServer server(address_);
    ASSERT_TRUE(connect(address_).has_value());
    EXPECT_TRUE(send("a"));
    EXPECT_TRUE(send("bc"));
    EXPECT_TRUE(send(std::string(kFrameBytesMax / 2, 'x')));
    const auto all = heard(3);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0], "aa");
    EXPECT_EQ(all[1], "bcbc");
    EXPECT_EQ(all[2], std::string(kFrameBytesMax, 'x'));
}

TEST_F(FrameTest, AnEmptyFrameAsksWhetherAnybodyIsThere) {
    const EchoServer server(address_);
    ASSERT_TRUE(connect(address_).has_value());
    EXPECT_TRUE(send(""));
    EXPECT_THAT(heard(1), ElementsAre(""));
}

TEST_F(FrameTest, WhoDoesNotKnowTheKeyIsCutOff) {
    const EchoServer server(address_);
    for (const char* key : {"", "wrong", "0000000000000000000000000000000000000000000000000000000000000000"}) {
        heard_.clear();
        ASSERT_TRUE(connect({address_.name, std::make_shared<const config::Secret>(key)}).has_value());
        send("a");
        EXPECT_THAT(heard(1), ElementsAre("closed")) << key;
        EXPECT_FALSE(send("b"));
    }
    ASSERT_TRUE(connect(address_).has_value());
    heard_.clear();
    EXPECT_TRUE(send("c"));
    EXPECT_THAT(heard(1), ElementsAre("cc"));
}

TEST_F(FrameTest, NobodyListens) {
    EXPECT_FALSE(connect(address_).has_value());
    EXPECT_FALSE(send("a"));
    EXPECT_TRUE(heard_.empty());
}

TEST_F(FrameTest, LearnsThatTheServerIsGoneAndConnectsToTheNext) {
    {
        const EchoServer server(address_);
        ASSERT_TRUE(connect(address_).has_value());
        EXPECT_TRUE(send("a"));
        EXPECT_THAT(heard(1), ElementsAre("aa"));
    }
    EXPECT_THAT(heard(2), ElementsAre("aa", "closed"));
    const EchoServer next(address_);
    ASSERT_TRUE(connect(address_).has_value());
    EXPECT_TRUE(send("b"));
    EXPECT_THAT(heard(3), ElementsAre("aa", "closed", "bb"));
}

TEST_F(FrameTest, ANameBelongsToOne) {
    const EchoServer server(address_);
    EXPECT_FALSE(FrameServer::listen(address_, [](auto, const auto&) {}).has_value());
}

TEST_F(FrameTest, AnAnswerThatIsTooLongCutsOff) {
    const EchoServer server(address_);
    ASSERT_TRUE(connect(address_).has_value());
    EXPECT_TRUE(send(std::string(kFrameBytesMax, 'x')));  // comes back twice as long, or rather not
    EXPECT_THAT(heard(1), ElementsAre("closed"));
    EXPECT_FALSE(send("a"));
    ASSERT_TRUE(connect(address_).has_value());
    EXPECT_FALSE(send(std::string(kFrameBytesMax + 1, 'x')));
    EXPECT_THAT(heard(2), ElementsAre("closed", "closed"));
}

// Without this program's own client: lengths that no frame has, and half a frame.
TEST_F(FrameTest, TheServerOutlivesNonsense) {
    const EchoServer server(address_);
    for (const std::string& bytes : {std::string(4, '\xff'), std::string("\x01\x00", 2),
                                     std::string("\x04\x00\x00\x00"
                                                 "ab",
                                                 6)}) {
        sockaddr_un to{.sun_family = AF_UNIX, .sun_path = {}};
        address_.name.copy(to.sun_path + 1, sizeof to.sun_path - 1);
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + address_.name.size());
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ASSERT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&to), size), 0);
        EXPECT_EQ(::write(socket, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
        ::close(socket);
    }
    ASSERT_TRUE(connect(address_).has_value());
    EXPECT_TRUE(send("a"));
    EXPECT_THAT(heard(1), ElementsAre("aa"));
}

}  // namespace
}  // namespace greeninfer::net
