#include "config/nearest.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace greeninfer::config {

namespace {

constexpr std::size_t kWordBytesMax = 64;  // longer ones are no typing mistakes, and the search is quadratic

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> edits(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                edits[i][j] = i + j;
                continue;
            }
            const std::size_t replaced = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
            const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (is_swap) edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    }
    return edits[a.size()][b.size()];
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known) {
    if (word.size() > kWordBytesMax) return std::nullopt;
    std::pair<std::size_t, const std::string*> best = {std::max<std::size_t>(2, word.size() / 3) + 1, nullptr};
    for (const std::string& candidate : known) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best.first && distance < candidate.size()) best = {distance, &candidate};
    }
    if (best.second == nullptr) return std::nullopt;
    return *best.second;
}

}  // namespace greeninfer::config
