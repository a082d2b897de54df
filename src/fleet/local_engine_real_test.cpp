// Against the real llama-server with real weights, as set-up left them in the cache.
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <iostream>

#include "fleet/engine_page.hpp"
#include "fleet/local_engine.hpp"
#include "fleet/run_for_test.hpp"
#include "testing/blocking_socket.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;

class RealEngineTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto files = find_engine_files({}, cache_folder());
        if (!files) {
            std::cerr << "\n*** NOT TESTED with the real engine. " << files.error().detail << " ***\n\n";
            GTEST_SKIP() << files.error().detail;
        }
        LocalEngineSettings settings;
        settings.context = 256;
        settings.slots = 1;
        settings.threads = 1;
        engine.emplace(test.io().get_executor(), test.clock(), *files, settings, nullptr);
        engine->start();
        ASSERT_TRUE(becomes_ready());
    }
    ~RealEngineTest() override {
        if (engine) test.run(engine->stop());
    }

    bool becomes_ready() {
        return test.run_until([&] { return engine->status().state == EngineState::ready; });
    }

    testing::HttpText post(std::string_view path, std::string_view body, std::string_view authorization) const {
        auto socket = BlockingSocket::connect("127.0.0.1:" + std::to_string(engine->status().port));
        socket.send("POST " + std::string(path) + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: " +
                    std::to_string(body.size()) + "\r\n" + std::string(authorization) + "\r\n" + std::string(body));
        return socket.read_message();
    }
    testing::HttpText get(std::string_view path, std::string_view authorization) const {
        auto socket = BlockingSocket::connect("127.0.0.1:" + std::to_string(engine->status().port));
        socket.send("GET " + std::string(path) + " HTTP/1.1\r\nhost: localhost\r\n" + std::string(authorization) +
                    "\r\n");
        return socket.read_message();
    }
    std::string key_line() const {
        return "authorization: Bearer " + std::string(engine->api_key()->reveal()) + "\r\n";
    }

    RunForTest test;
    std::optional<LocalEngine> engine;
};

constexpr std::string_view kChat = R"({"messages":[{"role":"user","content":"Hi"}],"max_tokens":2})";

TEST_F(RealEngineTest, AnswersWhoHasTheKey) {
    const auto answer = post("/v1/chat/completions", kChat, key_line());
    EXPECT_EQ(answer.status(), 200) << answer.body;
    EXPECT_TRUE(answer.body.contains("\"smollm2-135m\"")) << answer.body;
    EXPECT_GT(engine->cpu_time(), 1ms);
}

TEST_F(RealEngineTest, RefusesWhoHasNoKey) {
    EXPECT_EQ(post("/v1/chat/completions", kChat, "").status(), 401);
    EXPECT_EQ(post("/v1/chat/completions", kChat, "authorization: Bearer guessed\r\n").status(), 401);
}

TEST_F(RealEngineTest, TellsHowFullItIsToWhoHasTheKey) {
    ASSERT_EQ(post("/v1/chat/completions", kChat, key_line()).status(), 200);
    ASSERT_EQ(post("/v1/chat/completions", kChat, key_line()).status(), 200);
    EXPECT_EQ(get("/metrics", "").status(), 401);
    const auto report = read_engine_page(get("/metrics", key_line()).body, "smollm2-135m", test.clock().now());
    ASSERT_TRUE(report);
    EXPECT_EQ(report->kind, EngineKind::llama_cpp);
    EXPECT_EQ(report->running, 0);
    EXPECT_EQ(report->waiting, 0);
    EXPECT_GT(report->prefix_hit_tokens.value_or(0), 0) << "the second prompt is the first one again";
    EXPECT_GT(report->prefix_queried_tokens.value_or(0), report->prefix_hit_tokens.value_or(0));
}

TEST_F(RealEngineTest, ComesBackAfterItWasKilled) {
    const auto port = engine->status().port;
    ASSERT_EQ(kill(engine->pid_for_test(), SIGKILL), 0);
    ASSERT_TRUE(test.run_until([&] { return engine->starts() == 2; }));
    ASSERT_TRUE(becomes_ready());
    EXPECT_NE(engine->status().port, port);
    EXPECT_EQ(post("/v1/chat/completions", kChat, key_line()).status(), 200);
}

}  // namespace
}  // namespace greeninfer::fleet
