#include "optimizer/model_marks.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

bool glues_sentences(const Reading& reading, std::size_t begin, std::size_t end) {
    if (begin == 0 || end == reading.size() || reading[begin].begins_sentence || reading[end].begins_line) return false;
    return reading[end - 1].ends_sentence;
}

bool may_go(const Reading& reading, std::size_t begin, std::size_t end, const PhraseBook& book) {
    if (glues_sentences(reading, begin, end)) return false;
    return end - begin > 1 || book.may_go_alone(book.ids().find(reading.normal(begin)));
}

}  // namespace

std::vector<std::uint8_t> lawful_marks(const Reading& reading, std::span<const std::uint8_t> closed,
                                       std::span<const std::uint8_t> marks, const PhraseBook& book) {
    std::vector<std::uint8_t> lawful(reading.size());
    for (std::size_t at = 0; at < reading.size();) {
        std::size_t end = at;
        while (end < reading.size() && marks[end] != 0 && closed[end] == 0) ++end;
        if (end > at && may_go(reading, at, end, book)) {
            std::fill(lawful.begin() + static_cast<std::ptrdiff_t>(at),
                      lawful.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{1});
        }
        at = std::max(end, at + 1);
    }
    return lawful;
}

}  // namespace greeninfer::optimizer
