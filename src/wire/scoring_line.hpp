#pragma once
// One line of `greeninfer score`: a prompt in, its score out. JSON Lines, so that files of any length can be judged.
#include <array>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::wire {

struct ScoringLine {
    std::string id;  // JSON as it stood in the line; "null" when absent
    std::string prompt;
};

// {"id": anything, "prompt": "text"}; other members are ignored. Faults are invalid_request with the field.
Result<ScoringLine> read_scoring_line(std::string line);

struct ScoredLine {
    std::string_view id;  // JSON
    double score;         // 0 to 100
    std::string_view label;
    std::array<double, 3> p_right;  // of small, medium, large
};

// Appends {"id","score","label","p_right":{"small","medium","large"}} and a line feed.
void append_scored_line(const ScoredLine& line, std::string& out);

}  // namespace greeninfer::wire
