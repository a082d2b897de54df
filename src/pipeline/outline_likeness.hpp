#pragma once
// How much a new outline says again of an earlier one.
//
// Words of the prompt stand in every outline of it and are left out, so what remains is what the outline adds. Pure.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::pipeline {

struct OutlineLikeness {
    double points = 0;  // share of the new points of which an earlier one has most words
    double words = 0;   // share of the words of the smaller outline that the other one has too
};

OutlineLikeness likeness(const std::vector<std::string>& fresh, const std::vector<std::string>& earlier,
                         std::string_view prompt);

// Whether it is no other outline than one of the earlier ones.
bool repeats_earlier(const std::vector<std::string>& fresh, std::span<const std::vector<std::string>> earlier,
                     std::string_view prompt);

}  // namespace greeninfer::pipeline
