#include "net/abort.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace greeninfer::net {
namespace {

TEST(Abort, CallsItsListenerOnce) {
    Abort abort;
    int calls = 0;
    const Abort::Listener listener(abort, [&calls] { ++calls; });
    EXPECT_FALSE(abort.requested());
    abort.request();
    abort.request();
    EXPECT_TRUE(abort.requested());
    EXPECT_EQ(calls, 1);
}

TEST(Abort, AListenerThatEndedHearsNothing) {
    Abort abort;
    int calls = 0;
    {
        const Abort::Listener listener(abort, [&calls] { ++calls; });
    }
    const Abort::Listener next(abort, [&calls] { calls += 10; });
    abort.request();
    EXPECT_EQ(calls, 10);
}

TEST(Abort, AListenerMayEndWhileItIsCalled) {
    Abort abort;
    std::optional<Abort::Listener> listener;
    listener.emplace(abort, [&listener, owned = std::make_unique<int>(1)] { listener.reset(); });
    abort.request();
    EXPECT_FALSE(listener.has_value());
}

TEST(Abort, CanBeUsedAgainAfterReset) {
    Abort abort;
    abort.request();
    abort.reset();
    EXPECT_FALSE(abort.requested());
    bool called = false;
    const Abort::Listener listener(abort, [&called] { called = true; });
    abort.request();
    EXPECT_TRUE(called);
}

}  // namespace
}  // namespace greeninfer::net
