#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"
#include "optimizer/quoted_spans.hpp"
#include "optimizer/refusal.hpp"
#include "optimizer/text_lines.hpp"

namespace greeninfer::optimizer {

namespace {

// What is done with somebody's words...
constexpr auto kWork = std::to_array<std::string_view>(
    {"analyse",   "analyze",   "annotate",    "classify", "condense",  "correct",   "critique", "edit",
     "evaluate",  "expand",    "extract",     "fix",      "grammar",   "improve",   "label",    "paraphrase",
     "polish",    "proofread", "punctuate",   "rephrase", "reply",     "respond",   "reword",   "rewrite",
     "sentiment", "shorten",   "simplify",    "spelling", "summarise", "summarize", "summary",  "transcribe",
     "transform", "translate", "translation", "turn"});
static_assert(std::ranges::is_sorted(kWork));
// ... and what they are called.
constexpr auto kPieces = std::to_array<std::string_view>(
    {"abstract",  "article",    "chorus",    "comment", "context", "conversation", "dialogue", "document", "email",
     "emails",    "e-mail",     "essay",     "excerpt", "input",   "letter",       "lyrics",   "message",  "messages",
     "paragraph", "paragraphs", "passage",   "poem",    "post",    "quote",        "review",   "script",   "sentence",
     "sentences", "song",       "statement", "story",   "text",    "transcript",   "tweet",    "verse"});

constexpr auto kMailHeads = std::to_array<std::string_view>(
    {"From:", "To:", "Sent:", "Cc:", "Subject:", "Date:", "Forwarded message", "-----Original"});

bool is_work(std::string_view normal) {
    return is_in(kWork, normal);
}

bool is_piece(std::string_view normal) {
    return std::ranges::find(kPieces, normal) != kPieces.end();
}

// "Rewrite this text: ..." with something behind the colon; "summarize this" and then lines of it.
bool hands_over(const Reading& reading) {
    constexpr std::size_t kHandedWordsMin = 6;
    bool work = false;
    bool piece = false;
    for (std::size_t at = 0; at + 1 < reading.size(); ++at) {
        const ReadWord& word = reading[at];
        if (word.begins_sentence) work = piece = false;
        work = work || is_work(word.normal);
        piece = piece || is_piece(word.normal);
        const bool colon = word.raw.ends_with(':') || word.raw.ends_with(":-");
        if ((work || piece) && colon) return true;
        if (work && reading[at + 1].begins_line && reading.size() - at > kHandedWordsMin) return true;
        if (work && (word.normal == "above" || word.normal == "below" || word.normal == "following")) return true;
    }
    return false;
}

// "Input: ...", "Passage: ...": a form that somebody filled in.
bool has_label(const Reading& reading) {
    constexpr auto kLabels =
        std::to_array<std::string_view>({"article", "context", "input", "observation", "output", "passage", "q",
                                         "query", "sentence", "sentences", "statement", "story", "text"});
    static_assert(std::ranges::is_sorted(kLabels));
    for (std::size_t at = 0; at < reading.size(); ++at) {
        const ReadWord& word = reading[at];
        if (word.raw.ends_with(':') && is_capital(word.raw.front()) && is_in(kLabels, word.normal)) return true;
    }
    return false;
}

// Words that are worked on without a colon: "translate good morning into French", "summarize the text below".
bool begins_with_work(const Reading& reading) {
    constexpr auto kOwnWords =
        std::to_array<std::string_view>({"translate", "proofread", "paraphrase", "rephrase", "reword"});
    return std::ranges::find(kOwnWords, reading.normal(0)) != kOwnWords.end();
}

bool mostly_quoted(const Reading& reading) {
    std::size_t quoted_bytes = 0;
    for (const QuotedSpan& span : quoted_spans(reading.text())) quoted_bytes += span.end - span.begin;
    return quoted_bytes * 2 >= reading.text().size();
}

std::size_t words_of_line(const Reading& reading, const TextLine& line) {
    const auto [first, last] = reading.words_in(line.begin, line.end());
    return line.bytes.empty() ? 0 : last - first;
}

bool is_list_item(std::string_view line) {
    return line.starts_with('-') || line.starts_with('*') || line.starts_with('+') || line.starts_with('#') ||
           (!line.empty() && is_digit(line.front()));
}

// Lyrics and poems: lines in a row that are short, begin with a letter and end without a full stop.
bool has_verses(const Reading& reading, const std::vector<TextLine>& lines) {
    constexpr std::size_t kVersesMin = 4;
    constexpr std::size_t kVerseWordsMax = 12;
    std::size_t verses = 0;
    for (const TextLine& line : lines) {
        const std::string_view bytes = line.trimmed();
        if (bytes.empty()) continue;  // between stanzas
        const bool stops = bytes.ends_with('.') || bytes.ends_with(':') || bytes.ends_with(';');
        const std::size_t words = words_of_line(reading, line);
        verses = !stops && words >= 2 && words <= kVerseWordsMax && !is_list_item(bytes) ? verses + 1 : 0;
        if (verses >= kVersesMin) return true;
    }
    return false;
}

bool is_mail_line(std::string_view line) {
    return std::ranges::any_of(kMailHeads, [&](std::string_view head) { return line.contains(head); }) ||
           line.ends_with(" wrote:");
}

// "Name: what she says", twice or more.
bool is_spoken_line(std::string_view line) {
    const std::size_t colon = line.find(": ");
    return colon != std::string_view::npos && colon > 0 && colon <= 24 && is_capital(line.front()) &&
           std::ranges::count(line.substr(0, colon), ' ') <= 1;
}

bool has_mail_or_transcript(const std::vector<TextLine>& lines) {
    std::size_t spoken = 0;
    for (const TextLine& line : lines) {
        if (is_mail_line(line.trimmed())) return true;
        spoken += is_spoken_line(line.trimmed()) ? 1 : 0;
    }
    return spoken >= 2;
}

// A long paragraph in which nobody says "I" or "you" was not typed as a request.
bool has_narration(const Reading& reading) {
    constexpr std::size_t kNarrationWordsMin = 60;
    constexpr auto kPersons = std::to_array<std::string_view>({"i", "i'd", "i'm", "i've", "me", "my", "you", "your"});
    static_assert(std::ranges::is_sorted(kPersons));
    for (std::size_t at = 0; at < reading.size();) {
        const std::size_t end = reading.paragraph_end(at);
        std::size_t persons = 0;
        for (std::size_t i = at; i < end; ++i) persons += is_in(kPersons, reading.normal(i)) ? 1 : 0;
        if (end - at >= kNarrationWordsMin && persons == 0 && end - at < reading.size()) return true;
        at = end;
    }
    return false;
}

}  // namespace

bool is_pasted(const Reading& reading) {
    const std::vector<TextLine> lines = split_lines(reading.text());
    return mostly_quoted(reading) || hands_over(reading) || has_label(reading) || begins_with_work(reading) ||
           has_verses(reading, lines) || has_mail_or_transcript(lines) || has_narration(reading);
}

}  // namespace greeninfer::optimizer
