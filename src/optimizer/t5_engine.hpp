#pragma once
// One T5 in llama.cpp: pieces of text, encoder states, and the decoder's opinion of what comes next.
//
// Everything that llama.cpp asks of its caller is kept here, since it ends the process where it is not: inputs are
// never longer than `pieces_max` (its encoder takes one batch), attention and memory are exact (f32, no flash
// attention), so that figures agree with the training framework's, and each text starts with an empty memory.
// For one thread at a time. Header free of llama.cpp, which only this layer knows.
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "optimizer/left_alone.hpp"
#include "optimizer/model_file.hpp"
#include "optimizer/subsequence.hpp"

struct llama_model;
struct llama_context;
struct llama_vocab;

namespace greeninfer::optimizer {

struct T5Limits {
    std::uint32_t pieces_max = 768;  // that a text may have, its end included; about 600 words of English
    std::uint32_t threads = 1;
};

class T5Engine {
public:
    // not_ready, with llama.cpp's reason, when the file holds no such model. A damaged file may end the process.
    static Result<std::unique_ptr<T5Engine>> load(std::FILE* file, const T5Limits& limits, const Clock& clock);

    std::vector<Piece> pieces_of(std::string_view text) const;
    std::string text_of(std::span<const Piece> pieces) const;
    Piece start() const { return start_; }
    Piece end() const { return end_; }
    bool is_unknown(Piece piece) const;  // stands for something that the vocabulary lacks
    std::uint32_t width() const { return width_; }
    std::uint32_t pieces_max() const { return limits_.pieces_max; }

    // Forgets the last text and reads this one: a state of width() floats per piece, until the next call. Work that
    // lasts beyond `deadline`, here and in decode(), ends with `late`.
    std::expected<std::span<const float>, LeftAlone> encode(std::span<const Piece> pieces, Moment deadline);
    // Appends to what was decoded of this text: one figure per piece of the vocabulary, until the next call.
    std::expected<std::span<const float>, LeftAlone> decode(std::span<const Piece> pieces);
    // The same where several figures are of interest: those after each piece whose `wanted` is 1 (as many as pieces).
    std::expected<void, LeftAlone> decode(std::span<const Piece> pieces, std::span<std::int8_t> wanted);
    std::span<const float> logits_after(std::size_t piece) const;
    // Takes back the last pieces that were decoded.
    void forget(std::size_t pieces);

private:
    T5Engine(llama_model* model, const T5Limits& limits, const Clock& clock);
    Result<void> prepare();

    struct FreeModel {
        void operator()(llama_model* model) const;
    };
    struct FreeContext {
        void operator()(llama_context* context) const;
    };

    const Clock& clock_;
    const T5Limits limits_;
    std::unique_ptr<llama_model, FreeModel> model_;
    std::unique_ptr<llama_context, FreeContext> context_;
    const llama_vocab* vocabulary_ = nullptr;
    Piece start_ = 0;
    Piece end_ = 0;
    std::uint32_t width_ = 0;
    std::size_t vocabulary_size_ = 0;
    std::size_t decoded_ = 0;  // pieces of this text
    Moment deadline_{};
};

}  // namespace greeninfer::optimizer
