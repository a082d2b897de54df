#include "budget/level.hpp"

#include <gtest/gtest.h>

namespace greeninfer::budget {
namespace {

TEST(Level, FollowsWhatIsUsedAndPromised) {
    struct Row {
        std::string_view name;
        std::int64_t used, reserved;
        Level level;
    };
    const Limits limits{.carbon = Limit{1000, {}}, .money = {}};
    for (const Row& row : {Row{"untouched", 0, 0, Level::ok}, Row{"just below", 799, 0, Level::ok},
                           Row{"warned", 800, 0, Level::warn}, Row{"promises count", 400, 499, Level::warn},
                           Row{"eco", 800, 100, Level::eco}, Row{"almost", 999, 0, Level::eco},
                           Row{"used up", 1000, 0, Level::exhausted}, Row{"overspent", 5000, 0, Level::exhausted}}) {
        SCOPED_TRACE(row.name);
        const AccountStatus status{.carbon = {.used = row.used, .reserved = row.reserved, .ends = {}}, .money = {}};
        EXPECT_EQ(level_of(used_ratio(limits, status), {}), row.level);
    }
}

TEST(Level, IsThatOfTheQuantityThatIsNearerItsEnd) {
    const AccountStatus status{.carbon = {.used = 10}, .money = {.used = 90}};
    EXPECT_DOUBLE_EQ(used_ratio({.carbon = Limit{100, {}}, .money = Limit{100, {}}}, status), 0.9);
    EXPECT_DOUBLE_EQ(used_ratio({.carbon = Limit{100, {}}, .money = {}}, status), 0.1);
    EXPECT_DOUBLE_EQ(used_ratio(Limits{}, status), 0) << "unlimited";
}

}  // namespace
}  // namespace greeninfer::budget
