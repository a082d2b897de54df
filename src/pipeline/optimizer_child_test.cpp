// The deletion model's process and a core that asks it, over the real socket: what goes well, and every way to fail.
#include "pipeline/optimizer_child.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <functional>
#include <future>

#include "fleet/process_group_for_test.hpp"
#include "optimizer/tiny_t5_file_for_test.hpp"
#include "pipeline/optimizer_client.hpp"
#include "pipeline/optimizer_worker.hpp"
#include "testing/core_thread.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;
using optimizer::LeftAlone, optimizer::ModelReply, optimizer::ModelRequest, optimizer::TinyT5FileForTest,
    optimizer::TinyT5ForTest;
using ::testing::ElementsAre;
using Reply = std::expected<ModelReply, LeftAlone>;

// Deletes "please".
TinyT5ForTest courteous() {
    return {.followers = {{{"", "\u2581please"}, 1}}};
}

// The decoder's graph is built on the width of keys and values being the same; llama.cpp asserts it, and aborts.
TinyT5ForTest aborting() {
    TinyT5ForTest tiny = courteous();
    tiny.annotate = [](gguf_context* file) { gguf_set_val_u32(file, "t5.attention.value_length", 16); };
    return tiny;
}

ModelRequest request_of(std::vector<std::string> words) {
    std::vector<std::uint8_t> locked(words.size(), 0);
    return {.words = std::move(words), .locked = std::move(locked)};
}

class OptimizerChildTest : public ::testing::Test {
protected:
    ~OptimizerChildTest() override {
        asking_.call([this] { client_.reset(); });
        const pid_t last = pid();
        if (child_)
            control_.await([this]() -> boost::asio::awaitable<bool> {
                co_await child_->stop();
                co_return true;
            });
        control_.call([this] { child_.reset(); });
        if (last > 0) EXPECT_TRUE(fleet::living_group_members(last).empty());
    }

    void start(const std::string& model) {
        settings_.model = model;
        control_.call([&] {
            child_.emplace(control_.core(), settings_, board_, timing_, GREENINFER_OPTIMIZER_WORKER);
            child_->start();
        });
        asking_.call([this] { client_.emplace(asking_.core(), board_); });
    }
    // On the control core; false when it does not come true for long.
    bool becomes(std::function<bool()> condition) {
        return control_.await([&] { return until(condition); });
    }
    boost::asio::awaitable<bool> until(std::function<bool()> condition) {
        for (int left = 2000; !condition(); --left) {
            if (left == 0) co_return false;
            co_await control_.core().clock().sleep_for(10ms);
        }
        co_return true;
    }
    bool reaches(OptimizerState state) {
        return becomes([&] { return board_.state == state; });
    }
    pid_t pid() {
        return control_.call([this] { return child_ ? child_->pid_for_test() : -1; });
    }
    std::uint64_t starts() {
        return control_.call([this] { return child_->starts(); });
    }
    bool is_replaced(std::uint64_t starts_before) {
        return becomes([&] { return child_->starts() > starts_before && board_.state == OptimizerState::loaded; });
    }

    Reply ask(const ModelRequest& request, std::chrono::milliseconds limit = 10s) {
        return asking_.await([&] { return client_->ask(request, limit); });
    }
    std::future<Reply> ask_later(const ModelRequest& request, std::chrono::milliseconds limit) {
        auto promise = std::make_shared<std::promise<Reply>>();
        asking_.core().spawn(keep(request, limit, promise));
        return promise->get_future();
    }
    boost::asio::awaitable<void> keep(ModelRequest request, std::chrono::milliseconds limit,
                                      std::shared_ptr<std::promise<Reply>> promise) {
        promise->set_value(co_await client_->ask(std::move(request), limit));
    }

    // As a shell gives it.
    static int status_of_worker(const std::string& model) {
        const std::string command =
            fmt::format("GGML_NO_BACKTRACE=1 {}=key {} optimizer-worker --socket greeninfer-test-{} --model {} 2>&-",
                        kOptimizerKeyVariable, GREENINFER_OPTIMIZER_WORKER, ::getpid(), model);
        const int status = std::system(("bash -c '" + command + "; exit $?' 2>/dev/null").c_str());
        return WEXITSTATUS(status);
    }

    optimizer::OptimizerSettings settings_{.queue = 3};
    OptimizerChildTiming timing_{.start_poll = 5ms,
                                 .health_interval = 100ms,
                                 .health_failures = 50,
                                 .supervision = {.restart = {.first = 2ms, .limit = 10ms}, .stop_limit = 300ms}};
    OptimizerBoard board_;
    testing::CoreThread control_;
    testing::CoreThread asking_;
    std::optional<OptimizerChild> child_;
    std::optional<OptimizerClient> client_;
};

TEST_F(OptimizerChildTest, AnswersOnceItsModelIsLoaded) {
    const TinyT5FileForTest file(courteous());
    EXPECT_EQ(optimizer_state_name(board_), "disabled");
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    EXPECT_EQ(optimizer_state_name(board_), "loaded");
    const Reply reply = ask(request_of({"please", "write", "a", "poem"}));
    ASSERT_TRUE(reply.has_value()) << name_of(reply.error());
    EXPECT_THAT(reply->deleted, ElementsAre(1, 0, 0, 0));
    EXPECT_GT(reply->cpu_time, 0ns);
    EXPECT_LT(reply->cpu_time, 1s);
    EXPECT_EQ(board_.in_flight, 0u);
}

TEST_F(OptimizerChildTest, AnswersManyAtOnceOnOneConnection) {
    const TinyT5FileForTest file(courteous());
    settings_.queue = 100;
    board_.in_flight_max = 100;
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    std::vector<std::future<Reply>> replies;
    for (std::size_t i = 0; i < 50; ++i) {
        std::vector<std::string> words(1 + i, "write");
        words.back() = "please";
        replies.push_back(ask_later(request_of(words), 20s));
    }
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const Reply reply = replies[i].get();
        ASSERT_TRUE(reply.has_value()) << name_of(reply.error());
        ASSERT_EQ(reply->deleted.size(), i + 1);
        EXPECT_EQ(reply->deleted.back(), 1);
    }
}

TEST_F(OptimizerChildTest, IsNotAskedBeforeItsModelIsLoaded) {
    start("/nowhere/model.gguf");
    EXPECT_EQ(ask(request_of({"please"})), std::unexpected(LeftAlone::not_loaded));
    EXPECT_TRUE(reaches(OptimizerState::failed));
    EXPECT_EQ(ask(request_of({"please"})), std::unexpected(LeftAlone::not_loaded));
}

TEST_F(OptimizerChildTest, AFileThatAbortsItCostsRestartsAndNoMore) {
    const TinyT5FileForTest bad(aborting());
    const TinyT5FileForTest good(courteous());
    const std::string path = bad.path() + ".link";
    std::filesystem::create_symlink(bad.path(), path);
    start(path);
    EXPECT_TRUE(reaches(OptimizerState::failed));
    EXPECT_GE(starts(), 3u);
    EXPECT_EQ(status_of_worker(path), 128 + SIGABRT) << "this test is about a file that aborts";
    std::filesystem::remove(path);
    std::filesystem::create_symlink(good.path(), path);
    EXPECT_TRUE(reaches(OptimizerState::loaded)) << "it is still tried";
    EXPECT_TRUE(ask(request_of({"please"})).has_value());
    std::filesystem::remove(path);
}

TEST_F(OptimizerChildTest, IsReplacedWhenItIsKilledAndWhoWaitsIsTold) {
    const TinyT5FileForTest file(courteous());
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    ASSERT_TRUE(ask(request_of({"please"})).has_value());
    kill(pid(), SIGSTOP);
    auto waiting = ask_later(request_of({"please"}), 20s);
    asking_.call([] {});  // it is sent
    kill(pid(), SIGKILL);
    EXPECT_EQ(waiting.get(), std::unexpected(LeftAlone::failed));
    ASSERT_TRUE(is_replaced(1));
    EXPECT_THAT(ask(request_of({"please", "write"}))->deleted, ElementsAre(1, 0));
    EXPECT_EQ(board_.in_flight, 0u);
}

TEST_F(OptimizerChildTest, WhenItHangsTextsAreLateAndThenBusyAndItIsReplaced) {
    const TinyT5FileForTest file(courteous());
    board_.in_flight_max = 3;
    timing_.health_failures = 5;
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    kill(pid(), SIGSTOP);
    std::vector<std::future<Reply>> replies;
    for (int i = 0; i < 5; ++i) replies.push_back(ask_later(request_of({"please"}), 200ms));
    std::vector<LeftAlone> reasons;
    for (auto& reply : replies) reasons.push_back(reply.get().error());
    EXPECT_THAT(reasons,
                ElementsAre(LeftAlone::late, LeftAlone::late, LeftAlone::late, LeftAlone::busy, LeftAlone::busy));
    EXPECT_EQ(board_.in_flight, 0u);
    ASSERT_TRUE(is_replaced(1));
    EXPECT_TRUE(ask(request_of({"please"})).has_value());
}

TEST_F(OptimizerChildTest, AnAnswerThatComesTooLateIsThrownAway) {
    const TinyT5FileForTest file(courteous());
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    kill(pid(), SIGSTOP);
    EXPECT_EQ(ask(request_of({"please", "write"}), 50ms), std::unexpected(LeftAlone::late));
    kill(pid(), SIGCONT);
    EXPECT_THAT(ask(request_of({"write", "a", "poem"}))->deleted, ElementsAre(0, 0, 0));
}

TEST_F(OptimizerChildTest, RefusesATextThatNoFrameHolds) {
    const TinyT5FileForTest file(courteous());
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    EXPECT_EQ(ask(request_of({std::string(net::kFrameBytesMax, 'x')})), std::unexpected(LeftAlone::too_long));
    EXPECT_TRUE(ask(request_of({"please"})).has_value());
}

TEST_F(OptimizerChildTest, CountsTheProcessorTimeOfAllItsProcesses) {
    const TinyT5FileForTest file(courteous());
    start(file.path());
    ASSERT_TRUE(reaches(OptimizerState::loaded));
    const auto first = control_.call([this] { return child_->cpu_time(); });
    EXPECT_GT(first, 0ns);
    kill(pid(), SIGKILL);
    ASSERT_TRUE(is_replaced(1));
    EXPECT_GT(control_.call([this] { return child_->cpu_time(); }), first);
}

}  // namespace
}  // namespace greeninfer::pipeline
