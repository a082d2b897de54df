// Every change of a score is seen: golden/scores.txt holds what the built-in weights say about prompts written for it.
// UPDATE_GOLDEN=1 rewrites the scores after weights were trained anew.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scorer/scorer_for_test.hpp"

namespace greeninfer::scorer {
namespace {

constexpr const char* kPath = GREENINFER_SOURCE_DIR "/src/scorer/golden/scores.txt";
// Compilers may order sums of floats differently.
constexpr double kTolerance = 0.2;

struct Golden {
    double score = 0;
    std::array<double, 3> p_right{};
    std::string prompt;
};

std::vector<Golden> read_golden() {
    std::vector<Golden> rows;
    std::ifstream file(kPath);
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        Golden row;
        cells >> row.score >> row.p_right[0] >> row.p_right[1] >> row.p_right[2] >> std::ws;
        std::getline(cells, row.prompt);
        rows.push_back(row);
    }
    return rows;
}

void write_golden(const std::vector<Golden>& rows) {
    std::ofstream file(kPath);
    for (const Golden& row : rows) {
        const Assessment assessment = assess(row.prompt);
        const auto& chances = assessment.p_right;
        file << fmt::format("{:.1f} {:.3f} {:.3f} {:.3f} {}\n", assessment.score, chances[0], chances[1], chances[2],
                            row.prompt);
    }
}

TEST(GoldenScores, AreAsTheyWere) {
    const std::vector<Golden> rows = read_golden();
    ASSERT_GE(rows.size(), 20U);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) return write_golden(rows);
    for (const Golden& row : rows) {
        SCOPED_TRACE(row.prompt);
        const Assessment assessment = assess(row.prompt);
        EXPECT_NEAR(assessment.score, row.score, kTolerance);
        for (std::size_t tier = 0; tier < row.p_right.size(); ++tier) {
            EXPECT_NEAR(assessment.p_right[tier], row.p_right[tier], kTolerance / 100);
        }
    }
}

}  // namespace
}  // namespace greeninfer::scorer
