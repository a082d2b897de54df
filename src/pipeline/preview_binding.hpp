#pragma once
// What a preview is bound to: the client, and the prompt with its context and images.
#include "pipeline/preview_seal.hpp"

namespace greeninfer::pipeline {

struct Exchange;

PreviewDigest client_digest(const Exchange& exchange);
// Of a native request, as the client wrote it.
PreviewDigest prompt_digest(const Exchange& exchange);

}  // namespace greeninfer::pipeline
