#include "optimizer/phrase_file.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

constexpr std::array<std::string_view, kPhrasePlaces> kPlaceNames = {
    "opening",           "closing",         "between_sentences", "restatement",
    "before_imperative", "before_question", "before_any",        "clause_at_end"};

Result<void> read_line(std::string_view line, PhraseBook& book) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return fail(Fault::invalid_request, "no tab behind the kind");
    const std::string_view kind = line.substr(0, tab);
    const std::string_view value = line.substr(tab + 1);
    if (value.empty()) return fail(Fault::invalid_request, "nothing behind the tab");
    if (kind == "word" || kind == "alone") {
        book.add_word(value, kind == "alone");
        return {};
    }
    const auto place = std::ranges::find(kPlaceNames, kind);
    if (place == kPlaceNames.end()) return fail(Fault::invalid_request, fmt::format("unknown kind '{}'", kind));
    return book.add_phrase(static_cast<PhrasePlace>(place - kPlaceNames.begin()), value);
}

}  // namespace

Result<PhraseBook> read_phrases(std::string_view text, const std::string& name) {
    PhraseBook book;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        if (const auto read = read_line(line, book); !read) {
            return fail(Fault::invalid_request, fmt::format("{}, line {}: {}", name, number, read.error().detail));
        }
    }
    book.freeze();
    return book;
}

}  // namespace greeninfer::optimizer
