#pragma once
// Whether an answer to a multiple-choice question chose anything at all.
//
// Small models often talk around such a question and name no option. Nobody has to be asked whether that is right, and
// a larger model that is asked often says yes: the reasoning reads well. Lenient on purpose: whatever could be a
// choice is one. Pure functions of text, one pass over each.
#include <string_view>

namespace greeninfer::pipeline {

// True when `question` lists at least two options in lines that begin with A, B and so on (as `A)`, `(A)`, `A.` or
// `A:`), and `answer` neither names one of those letters nor repeats the text of one of the options.
bool names_no_option(std::string_view question, std::string_view answer);

}  // namespace greeninfer::pipeline
