#pragma once
// The greetings, requests for help and thanks that courtesy.cpp takes off messages, in plain form, longest first.
// Built once; immutable, shared by all cores.
#include <string_view>
#include <vector>

namespace greeninfer::scorer {

const std::vector<std::u32string_view>& opening_phrases();
const std::vector<std::u32string_view>& closing_phrases();

}  // namespace greeninfer::scorer
