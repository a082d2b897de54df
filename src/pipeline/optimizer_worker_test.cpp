// The worker's queue, with an answer that takes as long as the test wants it to.
#include "pipeline/optimizer_worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <semaphore>
#include <thread>

#include "pipeline/optimizer_client.hpp"
#include "testing/core_thread.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;
using optimizer::LeftAlone, optimizer::ModelReply, optimizer::ModelRequest;
using ::testing::ElementsAre;
using Reply = std::expected<ModelReply, LeftAlone>;

class OptimizerWorkerTest : public ::testing::Test {
protected:
    ~OptimizerWorkerTest() override {
        go_on_.release(100);
        core_.call([this] { client_.reset(); });
        worker_->stop();
        thread_.join();
    }

    void start(std::size_t queue_max, ModelReply reply) {
        const auto address = std::make_shared<const net::FrameAddress>(net::random_frame_address("greeninfer-test"));
        auto started = OptimizerWorker::start(
            *address, queue_max,
            [this, reply](const ModelRequest& request, Moment) -> Reply {
                worked_on_.push_back(request.words.at(0));
                in_work_.release();
                go_on_.acquire();
                return reply;
            },
            clock_);
        ASSERT_TRUE(started.has_value()) << started.error().detail;
        worker_ = *std::move(started);
        thread_ = std::thread([this] { worker_->run(); });
        board_.address = address;
        board_.in_flight_max = 100;
        core_.call([this] { client_.emplace(core_.core(), board_); });
    }

    std::future<Reply> ask(const std::string& word, std::chrono::milliseconds limit = 20s) {
        auto promise = std::make_shared<std::promise<Reply>>();
        core_.core().spawn(keep({.words = {word}, .locked = {0}}, limit, promise));
        return promise->get_future();
    }
    boost::asio::awaitable<void> keep(ModelRequest request, std::chrono::milliseconds limit,
                                      std::shared_ptr<std::promise<Reply>> promise) {
        promise->set_value(co_await client_->ask(std::move(request), limit));
    }

    SystemClock clock_;
    OptimizerBoard board_;
    testing::CoreThread core_;
    std::unique_ptr<OptimizerWorker> worker_;
    std::thread thread_;
    std::optional<OptimizerClient> client_;
    std::counting_semaphore<> in_work_{0};
    std::counting_semaphore<> go_on_{0};
    std::vector<std::string> worked_on_;  // by the worker's thread
};

TEST_F(OptimizerWorkerTest, WhatWouldWaitBehindTooManyIsBusyAtOnce) {
    start(2, {.deleted = {1}});
    auto first = ask("first");
    in_work_.acquire();
    std::vector<std::future<Reply>> others;
    for (int i = 0; i < 5; ++i) others.push_back(ask("other"));
    core_.call([] {});  // they are sent
    go_on_.release(10);
    int busy = 0;
    for (auto& other : others) {
        const Reply reply = other.get();
        busy += !reply && reply.error() == LeftAlone::busy ? 1 : 0;
    }
    EXPECT_TRUE(first.get().has_value());
    EXPECT_EQ(busy, 3);
}

TEST_F(OptimizerWorkerTest, WhatIsLateBeforeItsTurnCostsNoWork) {
    start(10, {.deleted = {1}});
    auto first = ask("first");
    in_work_.acquire();
    auto second = ask("second", 30ms);
    EXPECT_EQ(second.get(), std::unexpected(LeftAlone::late));
    auto third = ask("third");
    go_on_.release(10);
    EXPECT_TRUE(first.get().has_value());
    EXPECT_TRUE(third.get().has_value());
    EXPECT_THAT(worked_on_, ElementsAre("first", "third"));
}

TEST_F(OptimizerWorkerTest, AnAnswerThatDoesNotFitIsAFailure) {
    start(10, {.deleted = {1, 0}});
    go_on_.release(10);
    EXPECT_EQ(ask("one").get(), std::unexpected(LeftAlone::failed));
}

}  // namespace
}  // namespace greeninfer::pipeline
