#include "telemetry/histogram.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "telemetry/histogram_bounds.hpp"

namespace greeninfer::telemetry {
namespace {

using std::chrono::milliseconds;

constexpr std::array kBounds = {1.0, 2.0, 5.0};

TEST(Histogram, PutsEachValueInItsBucket) {
    struct Row {
        const char* name;
        double value;
        std::size_t bucket;
    };
    for (const Row& row : {Row{"below all", 0, 0}, Row{"on a bound", 1, 0}, Row{"just above", 1.0001, 1},
                           Row{"on the last bound", 5, 2}, Row{"above all", 1e9, 3}}) {
        SCOPED_TRACE(row.name);
        Histogram histogram(kBounds);
        histogram.record(row.value);
        for (std::size_t i = 0; i <= kBounds.size(); ++i)
            EXPECT_EQ(histogram.value().counts[i], i == row.bucket ? 1u : 0u);
    }
}

TEST(Histogram, RecordsDurationsInSeconds) {
    Histogram histogram(kBounds);
    histogram.record(milliseconds(1500));
    EXPECT_DOUBLE_EQ(histogram.value().sum, 1.5);
    EXPECT_EQ(histogram.value().counts[1], 1u);
}

TEST(Histogram, SumOverCoresIsTheHistogramOfAllValues) {
    rc::check([](const std::vector<std::uint16_t>& first, const std::vector<std::uint16_t>& second) {
        Histogram one(kDurationBoundsSeconds), two(kDurationBoundsSeconds), all(kDurationBoundsSeconds);
        const auto record = [&](Histogram& core, const std::vector<std::uint16_t>& values) {
            for (const auto value : values) {
                core.record(milliseconds(value));
                all.record(milliseconds(value));
            }
        };
        record(one, first);
        record(two, second);
        HistogramSnapshot sum;
        sum += one.value();
        sum += two.value();
        RC_ASSERT(sum.counts == all.value().counts);
        RC_ASSERT(sum.count() == first.size() + second.size());
    });
}

TEST(HistogramBounds, Ascend) {
    EXPECT_TRUE(std::ranges::is_sorted(kDurationBoundsSeconds, std::less_equal<>()));
    EXPECT_TRUE(std::ranges::is_sorted(kFirstTokenBoundsSeconds, std::less_equal<>()));
}

}  // namespace
}  // namespace greeninfer::telemetry
