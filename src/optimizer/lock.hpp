#pragma once
// Which words of a text may never be deleted, and why.
//
// Asking a model to keep something is not enforcement, so this is decided by rules before a model sees the text, and
// checked again afterwards by other means (verification.hpp). When in doubt a word is locked.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "optimizer/word.hpp"

namespace greeninfer::optimizer {

enum class Lock : std::uint8_t {
    none,
    number,       // digits, number words, numbers with units, versions, dates
    negation,     // not, never, n't, without, except, unless, only ...
    modal,        // must, should, can ..., outside the known frames of courtesy ("could you please")
    comparative,  // more, less, at least, better than ...
    identifier,   // names, capitals inside a sentence, camelCase, snake_case, @mentions
    code,         // fenced, indented, inline, or looking like code; JSON, XML, YAML
    address,      // URL, path, e-mail address
    quoted,       // between quotation marks, in a block quote, pasted; or named as what the request is about
    unreadable,   // other scripts and languages that the model is blind to
};

// Per word of `words`, which are split_words(text).
std::vector<Lock> lock_words(std::string_view text, std::span<const Word> words);

}  // namespace greeninfer::optimizer
