#pragma once
// What an answer gives away by itself, without asking another model: empty, cut off, refused, not the JSON that was
// asked for, no choice where one was asked for, or unsure of itself.
//
// Costs microseconds, so it comes before every check; a fault here needs no second opinion. Phrases are matched in the
// languages listed in answer_phrases.cpp; in others only the structural signs are seen. Pure.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/answer_view.hpp"
#include "wire/request_view.hpp"
#include "wire/usage.hpp"

namespace greeninfer::pipeline {

enum class AnswerFault : std::uint8_t { empty, cut_off, refusal, broken_json, missing_tool_call, no_option };
inline constexpr std::array<std::string_view, 6> kAnswerFaultNames = {"empty",       "cut_off",           "refusal",
                                                                      "broken_json", "missing_tool_call", "no_option"};

// What the request demanded of any answer.
struct AnswerDemands {
    bool json = false;
    bool tool_call = false;
    bool has_tools = false;
    std::optional<std::uint32_t> max_tokens;
    std::string_view question = {};  // the last user message; its options are to be chosen from
};

AnswerDemands demands_of(const wire::RequestView& request);

// The first fault in the order of the enumeration. An answer that ends at the client's own limit is not cut off.
std::optional<AnswerFault> fault_of(const wire::AnswerView& answer, const AnswerDemands& demands,
                                    const std::optional<wire::Usage>& usage);

// Whether the text says that it is not sure of itself.
bool hedges(std::string_view text);

}  // namespace greeninfer::pipeline
