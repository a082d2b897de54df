#include "wire/usage.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::wire {
namespace {

std::string written(const Usage& usage) {
    std::string out;
    JsonWriter writer(out);
    write_usage(usage, writer);
    return out;
}

struct Row {
    const char* name;
    const char* json;
    CachedTokens cached;
};

const Row kRows[] = {
    {"absent", R"({"prompt_tokens":5,"completion_tokens":2,"total_tokens":7})", {}},
    {"null", R"({"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":null}})", {CachedTokens::State::null, 0}},
    {"zero", R"({"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":0}})", {CachedTokens::State::known, 0}},
    {"positive", R"({"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":4}})", {CachedTokens::State::known, 4}},
};

TEST(Usage, CachedTokensSurviveARoundTrip) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        const auto usage = read_usage(row.json);
        ASSERT_TRUE(usage);
        EXPECT_EQ(usage->prompt_tokens, 5U);
        EXPECT_EQ(usage->cached_tokens, row.cached);
        EXPECT_EQ(written(*usage), row.json);
    }
}

TEST(Usage, UnknownStaysUnknown) {
    const auto usage = read_usage(R"({"prompt_tokens":-1,"completion_tokens":"2","total_tokens":null,
        "prompt_tokens_details":null,"completion_tokens_details":{"reasoning_tokens":1.5},"x":[{}]})");
    ASSERT_TRUE(usage);
    EXPECT_EQ(*usage, Usage{});
    EXPECT_EQ(written(*usage), "{}");
}

TEST(Usage, IsNothingWhenThereIsNoObject) {
    for (const char* json : {"null", "[]", "5", "", "{", R"({"prompt_tokens":1)"}) {
        EXPECT_EQ(read_usage(json), std::nullopt) << json;
    }
}

TEST(Usage, ReadsWhatItWrote) {
    EXPECT_TRUE(rc::check([] {
        const auto count = [] {
            return *rc::gen::arbitrary<bool>() ? std::optional(*rc::gen::arbitrary<std::uint64_t>()) : std::nullopt;
        };
        Usage usage{count(), count(), count(), {}, count()};
        usage.cached_tokens.state = static_cast<CachedTokens::State>(*rc::gen::inRange(0, 3));
        if (usage.cached_tokens.state == CachedTokens::State::known) {
            usage.cached_tokens.tokens = *rc::gen::arbitrary<std::uint64_t>();
        }
        RC_ASSERT(read_usage(written(usage)) == usage);
    }));
}

}  // namespace
}  // namespace greeninfer::wire
