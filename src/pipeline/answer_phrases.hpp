#pragma once
// Phrases by which models refuse, or say that they are not sure: English, German, French, Spanish, Italian,
// Portuguese, Dutch, Polish, Russian, Chinese, Japanese, Korean.
//
// A table, because a trained classifier of refusals would need text that nobody may ship; what the table misses, the
// check by the next model still sees. ASCII letters are compared without regard to case.
#include <string_view>

namespace greeninfer::pipeline {

// Whether the first sentences of `text` refuse.
bool begins_with_refusal(std::string_view text);

bool has_hedge(std::string_view text);

}  // namespace greeninfer::pipeline
