#include "optimizer/t5_decoding.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

Piece likeliest(std::span<const Piece> allowed, std::span<const float> logits) {
    return *std::ranges::max_element(allowed, {}, [&](Piece piece) { return logits[static_cast<std::size_t>(piece)]; });
}

}  // namespace

std::expected<Decoded, LeftAlone> decode_deletions(T5Engine& engine, const T5Source& source) {
    Decoded decoded;
    Subsequence automaton(source.words, engine.end());
    std::vector<Piece> unread{engine.start()};
    while (!automaton.finished()) {
        const std::span<const Piece> allowed = automaton.allowed();
        Piece next = allowed.front();
        if (allowed.size() > 1) {
            const auto logits = engine.decode(unread);
            if (!logits) return std::unexpected(logits.error());
            ++decoded.steps;
            unread.clear();
            next = likeliest(allowed, *logits);
        }
        automaton.step(next);
        unread.push_back(next);
        decoded.pieces.push_back(next);
    }
    decoded.pieces.pop_back();
    decoded.ended = true;
    return decoded;
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
