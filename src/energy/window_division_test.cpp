#include "energy/window_division.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::energy {
namespace {

WindowEnergy window_of(double joules, double seconds, double idle_watts) {
    return {.microjoules = static_cast<std::uint64_t>(joules * 1e6),
            .joules = joules,
            .seconds = seconds,
            .idle_watts = idle_watts};
}

// The published example of the method: 1000 J of which 200 are idle, 0.05 J a prompt token and 0.6 a written one.
TEST(WindowDivision, DividesThePublishedExample) {
    const Work parts[] = {{.prompt_tokens = 1000, .output_tokens = 50, .shared_seconds = 5},
                          {.prompt_tokens = 0, .output_tokens = 450, .shared_seconds = 5}};
    WindowDivision division(2);
    division.divide(window_of(1000, 10, 20), parts, {.prompt_token_joules = 0.05, .output_token_joules = 0.6});
    EXPECT_EQ(division.microjoules_of(0), 282'857'143U);  // 182.857143 J active and half of the idle energy
    EXPECT_EQ(division.microjoules_of(1), 717'142'857U);  // 617.142857 J active
    EXPECT_EQ(division.unallocated_microjoules(), 0U);
    EXPECT_NEAR(division.energy_of(0).time_joules, 100, 1e-9);
}

TEST(WindowDivision, LeavesToNobodyWhatNobodyCaused) {
    const WorkPrices prices = {.prompt_token_joules = 0.05, .output_token_joules = 0.5};
    struct Row {
        const char* name;
        WindowEnergy window;
        std::vector<Work> parts;
        std::uint64_t unallocated;
    };
    WindowEnergy half_known = window_of(100, 10, 0);
    half_known.known_share = 0.5;
    WindowEnergy reaches_back = window_of(100, 10, 0);
    reaches_back.joules = 25;
    const Row rows[] = {
        {"nobody was there", window_of(100, 10, 4), {}, 100'000'000},
        {"no work was done", window_of(100, 10, 4), {{.shared_seconds = 10}}, 60'000'000},
        {"there for half the time", window_of(100, 10, 4), {{.output_tokens = 9, .shared_seconds = 5}}, 20'000'000},
        {"there all the time", window_of(100, 10, 4), {{.output_tokens = 9, .shared_seconds = 10}}, 0},
        {"idle power above the reading", window_of(10, 10, 4), {{.output_tokens = 9, .shared_seconds = 5}}, 5'000'000},
        {"others ran unseen", half_known, {{.output_tokens = 9, .shared_seconds = 10}}, 50'000'000},
        {"the reading reaches back", reaches_back, {{.output_tokens = 9, .shared_seconds = 10}}, 75'000'000},
        {"nothing was counted", window_of(0, 10, 4), {{.output_tokens = 9, .shared_seconds = 10}}, 0},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        WindowDivision division(4);
        division.divide(row.window, row.parts, prices);
        EXPECT_EQ(division.unallocated_microjoules(), row.unallocated);
    }
}

TEST(WindowDivision, ConservesEveryMicrojoule) {
    EXPECT_TRUE(rc::check([](const std::vector<std::array<std::uint16_t, 3>>& rows) {
        const auto microjoules = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 44);
        const auto known = *rc::gen::inRange(0, 101);
        std::vector<Work> parts;
        for (const auto& row : rows)
            parts.push_back(
                {.prompt_tokens = 1.0 * row[0], .output_tokens = 1.0 * row[1], .shared_seconds = 1e-4 * row[2]});
        WindowEnergy window{.microjoules = microjoules,
                            .joules = static_cast<double>(microjoules) * 1e-6,
                            .seconds = 10,
                            .idle_watts = 1.0 * *rc::gen::inRange(0, 900),
                            .known_share = known / 100.0};
        WindowDivision division(parts.size());
        division.divide(window, parts, {0.02, 0.3, 1e-4, 5});
        std::uint64_t sum = division.unallocated_microjoules();
        for (std::size_t i = 0; i < parts.size(); ++i) sum += division.microjoules_of(i);
        RC_ASSERT(sum == microjoules);
    }));
}

}  // namespace
}  // namespace greeninfer::energy
