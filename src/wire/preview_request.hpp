#pragma once
// The question by which a model is asked for a preview of its answer: two sentences and an outline, as JSON.
//
// The schema bounds every text, so that a model held to it by a grammar can neither ramble nor leave the shape. Servers
// that know no schema are told the shape in words alone. Pure.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/check_request.hpp"

namespace greeninfer::wire {

// Of two sentences and five points at their bounds, in a language of two bytes a letter.
inline constexpr std::uint32_t kPreviewTokensMax = 400;

struct PreviewQuestion {
    CheckQuestion asked;
    std::span<const std::string> images = {};                 // URLs
    std::span<const std::vector<std::string>> excluded = {};  // outlines that were not wanted
    std::string_view angle = {};                              // from which it is to be answered; empty: any
    std::string_view problem = {};  // what was wrong with the first try; empty: it is the first
};

enum class PreviewShape : std::uint8_t {
    repetition_held,  // the schema, and llama.cpp's sampler that keeps small models from repeating themselves
    schema,           // the schema that OpenAI's API defines
    words,            // nothing but the words of the question
};

struct PreviewManner {
    PreviewShape shape = PreviewShape::schema;
    std::uint32_t seed = 0;
};

// Appends a body of POST /v1/chat/completions.
void append_preview_body(const PreviewQuestion& question, std::string_view model, const PreviewManner& manner,
                         std::string& out);

}  // namespace greeninfer::wire
