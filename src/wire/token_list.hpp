#pragma once
// What a model server's own tokenizer makes of a text: the answer of POST /tokenize of llama-server and of vLLM.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "wire/padded_view.hpp"

namespace greeninfer::wire {

// Appends the body of the question: the text alone, without the marks that a prompt begins with.
void append_tokenize_body(std::string_view text, std::string& out);

// The length of the member "tokens". Fails with upstream_failed when that is not a list.
Result<std::uint64_t> read_token_count(PaddedView answer);

// The member "tokens" itself. Fails with upstream_failed when that is not a list of numbers of 32 bits, or is empty.
Result<std::vector<std::uint32_t>> read_tokens(PaddedView answer);

}  // namespace greeninfer::wire
