#pragma once
// Says how hard a prompt is and which tiers would answer it well, in microseconds and without calling a model.
//
// Trained weights, not rules: hashed words and characters, word pieces and counted features feed linear heads, which
// cost one table look-up per gram where an embedding model would cost milliseconds. It reads a bounded part of any
// input (conversation.hpp), so no prompt can hold up a core.
// Immutable, one for all cores. Scratch is the memory of one core; nothing is allocated once it has grown.
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "scorer/assessment.hpp"
#include "scorer/prompt.hpp"
#include "scorer/scratch.hpp"

namespace greeninfer::scorer {

struct Weights;

class Scorer {
public:
    // The weights built into the program; an error when they were altered since.
    static Result<Scorer> embedded();
    // Errors name the file and what is wrong with it: missing, truncated, altered (both checksums), or made for other
    // features than this program computes.
    static Result<Scorer> from_file(const std::string& path);

    explicit Scorer(std::shared_ptr<const Weights> weights) : weights_(std::move(weights)) {}

    // Any bytes are fine. The last user message counts most; what the rest adds is written in conversation.hpp.
    Assessment assess(const Prompt& prompt, Scratch& scratch) const;

    // Version and checksum of the weights, such as "1-0f3a…".
    std::string_view version() const;

private:
    std::shared_ptr<const Weights> weights_;
};

}  // namespace greeninfer::scorer
