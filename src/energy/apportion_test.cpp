#include "energy/apportion.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>

namespace greeninfer::energy {
namespace {

std::vector<std::uint64_t> divided(std::uint64_t total, const std::vector<double>& weights) {
    std::vector<std::uint64_t> shares(weights.size(), 7);
    Apportioner(weights.size()).divide(total, weights, shares);
    return shares;
}

TEST(Apportioner, GivesWhatIsLeftToTheLargestRemainders) {
    struct Row {
        const char* name;
        std::uint64_t total;
        std::vector<double> weights;
        std::vector<std::uint64_t> shares;
    };
    const Row rows[] = {
        {"one", 10, {3}, {10}},
        {"thirds", 10, {1, 1, 1}, {4, 3, 3}},
        {"largest remainder first", 10, {1, 2, 4}, {1, 3, 6}},  // 1.43, 2.86, 5.71
        {"nothing for no weight", 5, {0, 1, 0, 1}, {0, 3, 0, 2}},
        {"nobody", 10, {}, {}},
        {"no weight at all", 10, {0, 0}, {0, 0}},
        {"nothing to give", 0, {1, 2}, {0, 0}},
        {"less than one each", 2, {1, 1, 1, 1}, {1, 1, 0, 0}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(divided(row.total, row.weights), row.shares);
    }
}

TEST(Apportioner, ConservesEveryUnitAndStaysWithinOneOfTheExactShare) {
    EXPECT_TRUE(rc::check([] {
        const auto total = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 50);
        const auto counts = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::uint32_t>>(
            rc::gen::weightedOneOf<std::uint32_t>({{1, rc::gen::just(0U)}, {5, rc::gen::arbitrary<std::uint32_t>()}})));
        const std::vector<double> weights(counts.begin(), counts.end());
        const auto shares = divided(total, weights);
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        RC_ASSERT(std::accumulate(shares.begin(), shares.end(), std::uint64_t{0}) == (sum > 0 ? total : 0));
        for (std::size_t i = 0; sum > 0 && i < shares.size(); ++i)
            RC_ASSERT(std::abs(static_cast<double>(shares[i]) - static_cast<double>(total) * weights[i] / sum) < 1.5);
    }));
}

}  // namespace
}  // namespace greeninfer::energy
