#pragma once
// What an answer to a multiple-choice question chose, and whether it chose anything at all.
//
// Small models often talk around such a question and name no option. Nobody has to be asked whether that is right, and
// a larger model that is asked often says yes: the reasoning reads well. Lenient on purpose: whatever could be a
// choice is one. Pure functions of text, one pass over each.
#include <cstddef>
#include <string_view>

namespace greeninfer::pipeline {

// True when `question` has at least two options in lines that begin with A, B and so on: `A)`, `(A)`, `A.` or `A:`.
bool lists_options(std::string_view question);

// True when `question` lists options and `answer` neither names one of their letters nor repeats the text of one.
bool names_no_option(std::string_view question, std::string_view answer);

inline constexpr std::size_t kConclusionBytes = 200;

// What a checker has to read of `answer`: its end, at most kConclusionBytes from the beginning of a sentence, where
// `question` lists options and that end names one; otherwise all of it. Checks that read no more than the choice are
// what the calibration was measured with, and reading the way to it would cost several times as much.
std::string_view conclusion_of(std::string_view question, std::string_view answer);

}  // namespace greeninfer::pipeline
