#include "pipeline/mode_choice.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace greeninfer::pipeline {
namespace {

TEST(ModeChoice, OnlyABudgetOrTheGridMovesIt) {
    struct Row {
        Mode asked;
        grid::Level grid;
        bool budget;
        Mode expected;
        bool moved;
    };
    using enum grid::Level;
    const std::vector<Row> rows = {
        {Mode::balanced, unknown, false, Mode::balanced, false},
        {Mode::performance, normal, false, Mode::balanced, true},
        {Mode::performance, unknown, false, Mode::performance, false},
        {Mode::performance, clean, false, Mode::performance, false},
        {Mode::balanced, dirty, false, Mode::eco, true},
        {Mode::performance, clean, true, Mode::eco, true},
        {Mode::eco, dirty, true, Mode::eco, false},
    };
    for (const Row& row : rows) {
        const ModeChoice choice = choose_mode({row.asked, row.grid, row.budget});
        EXPECT_EQ(choice.mode, row.expected);
        EXPECT_EQ(!choice.moved_by.empty(), row.moved);
    }
    EXPECT_TRUE(choose_mode({Mode::balanced, dirty, true}).moved_by.contains("budget")) << "the harder limit is named";
}

}  // namespace
}  // namespace greeninfer::pipeline
