#include "net/core.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>
#include <thread>

namespace greeninfer::net {
namespace {

class CoreTest : public ::testing::Test {
protected:
    ~CoreTest() override {
        here_.stop();
        there_.stop();
    }
    // On `here_`, with `work` done on `there_`; also the threads before and after.
    boost::asio::awaitable<std::string> ask(std::move_only_function<std::string()> work) {
        before_ = std::this_thread::get_id();
        std::string text = co_await there_.text_of(std::move(work));
        after_ = std::this_thread::get_id();
        co_return text;
    }

    SystemClock clock_;
    Core here_{clock_};
    Core there_{clock_};
    std::jthread here_thread_{[this] { here_.run(); }};
    std::jthread there_thread_{[this] { there_.run(); }};
    std::thread::id before_, after_;
};

TEST_F(CoreTest, TextIsMadeOnTheOtherCoreAndTakenOnItsOwn) {
    std::thread::id worked_on;
    const auto work = [&] {
        worked_on = std::this_thread::get_id();
        return std::string("a page");
    };
    EXPECT_EQ(boost::asio::co_spawn(here_.io(), ask(work), boost::asio::use_future).get(), "a page");
    EXPECT_EQ(worked_on, there_thread_.get_id());
    EXPECT_EQ(before_, here_thread_.get_id());
    EXPECT_EQ(after_, here_thread_.get_id());
}

TEST_F(CoreTest, WhatTheWorkThrowsIsThrownWhereItWasAskedFor) {
    auto answer = boost::asio::co_spawn(here_.io(), ask([]() -> std::string { throw std::length_error("too long"); }),
                                        boost::asio::use_future);
    EXPECT_THROW(answer.get(), std::length_error);
}

}  // namespace
}  // namespace greeninfer::net
