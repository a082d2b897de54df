#include "optimizer/rewriting.hpp"

#include <string>
#include <unordered_map>

#include "optimizer/subsequence.hpp"
#include "optimizer/word.hpp"

namespace greeninfer::optimizer {

std::optional<std::vector<std::uint8_t>> deletions_of(const ModelRequest& request, std::string_view rewritten) {
    std::unordered_map<std::string_view, Piece> numbers;  // of each word that occurs
    std::vector<SourceWord> source;
    for (std::size_t i = 0; i < request.words.size(); ++i) {
        const auto number = numbers.try_emplace(request.words[i], static_cast<Piece>(numbers.size())).first->second;
        source.push_back({{number}, request.locked[i] != 0 ? Fate::goes : Fate::open});  // `goes`: must be written
    }
    std::vector<Piece> written;
    for (const Word& word : split_words(rewritten)) {
        const auto known = numbers.find(word.of(rewritten));
        if (known == numbers.end()) return std::nullopt;
        written.push_back(known->second);
    }
    const auto kept = align(source, written);
    if (!kept) return std::nullopt;
    std::vector<std::uint8_t> deleted(request.words.size(), 1);
    for (const std::uint32_t word : *kept) deleted[word] = 0;
    return deleted;
}

}  // namespace greeninfer::optimizer
