#pragma once
// What a preview is bound to: the client, and the prompt with its context and images.
#include <optional>

#include "pipeline/preview_seal.hpp"

namespace greeninfer::pipeline {

struct Exchange;

PreviewDigest client_digest(const Exchange& exchange);
// Of a native request, as the client wrote it; of another one, of no words.
PreviewDigest prompt_digest(const Exchange& exchange);
// Of a chat through /v1 before anything of it is shortened: that of the native request which says the same words.
// Nothing where none could: with images, without a question at the end, or with messages that are not only text.
std::optional<PreviewDigest> same_words_digest(const Exchange& exchange);

}  // namespace greeninfer::pipeline
