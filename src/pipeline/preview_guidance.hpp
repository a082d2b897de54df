#pragma once
// What an answer is told about its preview: the outline that it follows, or those that it must not.
//
// Appended to the last message of the user once the models are decided, so that the decision is about the prompt alone.
// A preview is the work of a small model, so it is a plan that may be corrected and no source.
#include <string>

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// Of a request that goes on with a confirmed preview. Empty for any other.
std::string preview_guidance(const PreviewReport& report);

// Puts the text behind the newest message of the user. Where there is none, or what came out cannot be read, the
// request stays as it is.
void append_to_prompt(Exchange& exchange, const std::string& text);

}  // namespace greeninfer::pipeline
