#include "pipeline/rate_fields.hpp"

#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

TEST(RateFields, TimesAreWrittenAsOpenAiDoes) {
    struct Row {
        std::chrono::microseconds time;
        std::string_view text;
    };
    for (const Row& row :
         {Row{0us, "0ms"}, Row{1us, "1ms"}, Row{12ms, "12ms"}, Row{999ms, "999ms"}, Row{1s, "1s"}, Row{8640ms, "8.64s"},
          Row{59'999ms, "59.999s"}, Row{60s, "1m0s"}, Row{6min, "6m0s"}, Row{90'500ms, "1m31s"}}) {
        EXPECT_EQ(reset_text(row.time), row.text);
    }
}

TEST(RateFields, OnlyLimitsThatThereAreAreNamed) {
    net::FieldLines out;
    add_rate_fields({}, out);
    EXPECT_TRUE(out.empty());
    add_rate_fields({.requests = budget::RateStatus{.limit = 60, .remaining = 59, .reset = 1s}}, out);
    EXPECT_EQ(out.text(),
              "x-ratelimit-limit-requests: 60\r\nx-ratelimit-remaining-requests: 59\r\n"
              "x-ratelimit-reset-requests: 1s\r\n");
}

TEST(RateFields, ARefusalSaysWhenToComeBackOrNotTo) {
    net::FieldLines soon;
    add_rate_fields({.allowed = false, .wait = 1500us}, soon);
    EXPECT_EQ(soon.text(), "retry-after-ms: 2\r\n");
    net::FieldLines never;
    add_rate_fields({.allowed = false, .never = true, .wait = 1500us}, never);
    EXPECT_EQ(never.text(), "x-should-retry: false\r\n");
}

}  // namespace
}  // namespace greeninfer::pipeline
