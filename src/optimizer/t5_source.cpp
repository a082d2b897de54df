#include "optimizer/t5_source.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

// The end of a text must never be taken for a piece of it.
bool can_be_spelt(const T5Engine& engine, const std::vector<Piece>& pieces) {
    const auto usable = [&](Piece piece) { return piece != engine.end() && !engine.is_unknown(piece); };
    return !pieces.empty() && std::ranges::all_of(pieces, usable);
}

}  // namespace

T5Source read_source(const T5Engine& engine, const ModelRequest& request) {
    T5Source source;
    source.words.reserve(request.words.size());
    for (std::size_t i = 0; i < request.words.size(); ++i) {
        std::vector<Piece> pieces = engine.pieces_of(request.words[i]);
        const bool open = request.locked[i] == 0 && can_be_spelt(engine, pieces);
        source.beginnings.push_back(static_cast<std::uint32_t>(source.pieces.size()));
        source.pieces.insert(source.pieces.end(), pieces.begin(), pieces.end());
        source.words.push_back({.pieces = std::move(pieces), .fate = open ? Fate::open : Fate::stays});
    }
    source.pieces.push_back(engine.end());
    return source;
}

}  // namespace greeninfer::optimizer
