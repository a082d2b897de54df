#include "optimizer/t5_decoding.hpp"

#include <algorithm>

#include "optimizer/deletion_guess.hpp"

namespace greeninfer::optimizer {

namespace {

Piece likeliest(std::span<const Piece> allowed, std::span<const float> logits) {
    return *std::ranges::max_element(allowed, {}, [&](Piece piece) { return logits[static_cast<std::size_t>(piece)]; });
}

// Reads a guess of what it will write together with what it has written, and keeps as much of it as it would have
// written itself.
class DeletionDecoder {
public:
    DeletionDecoder(T5Engine& engine, const T5Source& source)
        : engine_(engine), automaton_(source.words, engine.end()), guess_(source), unread_{engine.start()} {}

    std::expected<Decoded, LeftAlone> decode() {
        while (!automaton_.finished()) {
            if (automaton_.allowed().size() == 1) {
                unread_.push_back(write(automaton_.allowed().front()));
                continue;
            }
            add_guess();
            if (const auto read = engine_.decode(batch_, wanted_); !read) return std::unexpected(read.error());
            ++decoded_.steps;
            take();
        }
        decoded_.pieces.pop_back();
        decoded_.ended = true;
        return std::move(decoded_);
    }

private:
    Piece write(Piece piece) {
        automaton_.step(piece);
        guess_.follow(piece);
        decoded_.pieces.push_back(piece);
        return piece;
    }

    void add_guess() {
        batch_ = unread_;
        wanted_.assign(batch_.size(), 0);
        wanted_.back() = 1;
        Subsequence ahead = automaton_;
        for (const Piece piece : guess_.next_pieces(guess_max_)) {
            if (!ahead.step(piece)) break;
            batch_.push_back(piece);
            wanted_.push_back(ahead.allowed().size() > 1 ? 1 : 0);
        }
    }

    void take() {
        const std::size_t known = unread_.size();
        std::size_t read = known;
        unread_.clear();
        while (!automaton_.finished()) {
            const auto allowed = automaton_.allowed();
            const bool open = allowed.size() > 1;
            const Piece next = write(open ? likeliest(allowed, engine_.logits_after(read - 1)) : allowed.front());
            if (read < batch_.size() && batch_[read] == next) {
                ++read;
                continue;
            }
            engine_.forget(batch_.size() - read);
            guess_max_ = read == batch_.size() ? kGuessMax : kGuessMin + 2 * (read - known);
            unread_.push_back(next);
            return;
        }
    }

    // A wrong guess costs a little; after one the next is not much longer than what was right of it.
    static constexpr std::size_t kGuessMax = 96;
    static constexpr std::size_t kGuessMin = 4;

    T5Engine& engine_;
    Subsequence automaton_;
    DeletionGuess guess_;
    std::vector<Piece> unread_;  // written, or the start, and not yet seen by the decoder
    std::vector<Piece> batch_;   // these and the guess
    std::vector<std::int8_t> wanted_;
    std::size_t guess_max_ = kGuessMax;
    Decoded decoded_;
};

}  // namespace

std::expected<Decoded, LeftAlone> decode_deletions(T5Engine& engine, const T5Source& source) {
    return DeletionDecoder(engine, source).decode();
}

std::expected<Decoded, LeftAlone> decode_freely(T5Engine& engine, std::size_t pieces_max) {
    Decoded decoded;
    for (Piece last = engine.start(); decoded.pieces.size() < pieces_max; decoded.pieces.push_back(last)) {
        const auto logits = engine.decode({&last, 1});
        if (!logits) return std::unexpected(logits.error());
        ++decoded.steps;
        last = static_cast<Piece>(std::ranges::max_element(*logits) - logits->begin());
        decoded.ended = last == engine.end();
        if (decoded.ended) break;
    }
    return decoded;
}

}  // namespace greeninfer::optimizer
