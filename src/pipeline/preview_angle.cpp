#include "pipeline/preview_angle.hpp"

#include <array>

namespace greeninfer::pipeline {

std::string_view preview_angle(std::size_t number) {
    constexpr std::array<std::string_view, 7> kAngles = {"practical steps and a worked example",
                                                         "risks, limits and objections",
                                                         "the people concerned, and what they gain or lose",
                                                         "history, and what was tried before",
                                                         "alternatives compared with each other",
                                                         "numbers, costs and how to measure them",
                                                         "open questions and what comes next"};
    return number < 2 ? std::string_view() : kAngles[(number - 2) % kAngles.size()];
}

}  // namespace greeninfer::pipeline
