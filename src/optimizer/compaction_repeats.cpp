#include "optimizer/compaction_repeats.hpp"

#include <algorithm>

#include "optimizer/compaction_lines.hpp"
#include "optimizer/compaction_quotes.hpp"
#include "optimizer/compaction_reference.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kPartLinesMax = 1U << 19U;
constexpr std::size_t kBlockBytesMin = 200;
constexpr std::size_t kSavingBytesMin = 32;

bool is_on(const CompactionSwitches& switches, CompactionKind kind) {
    return switches.enabled[static_cast<std::size_t>(kind)];
}

// Whether line `index` says the same as `sent` but for the marks of quotation, and carries those of the run's first
// line.
bool says_the_same(const PartLines& lines, std::size_t index, unsigned levels, std::string_view marks,
                   std::string_view sent, unsigned sent_levels) {
    if (lines.depth(index) < levels || quote_depth(sent) < sent_levels) return false;
    const std::string_view body = lines.body(index);
    const std::string_view content = without_marks(body, levels);
    if (content != without_marks(sent, sent_levels)) return false;
    const std::string_view own_marks = body.substr(0, body.size() - content.size());
    return own_marks == (content.empty() ? without_trailing_blanks(marks) : marks);
}

bool same_newline(const PartLines& lines, std::size_t first, std::size_t index) {
    const std::string_view newline = lines.newline(index);
    return newline == lines.newline(first) || (newline.empty() && lines.newline(first) == "\n");
}

std::string_view marks_of(const PartLines& lines, std::size_t index, unsigned levels) {
    const std::string_view body = lines.body(index);
    return body.substr(0, body.size() - without_marks(body, levels).size());
}

std::size_t bytes_of(const PartLines& lines, std::size_t begin, std::size_t end) {
    const std::string_view last = lines.body(end - 1);
    return static_cast<std::size_t>(last.data() + last.size() - lines.body(begin).data());
}

bool rest_is_blank(const PartLines& lines, std::size_t begin) {
    while (begin < lines.size() && lines.is_blank(begin)) ++begin;
    return begin == lines.size();
}

}  // namespace

std::optional<std::string> Repeats::take(const Part& part, std::uint32_t index, std::string_view text, bool is_last) {
    sent_.begin_part(index, part.message != 0 ? part.message : index + 1);
    const auto line_count = static_cast<std::size_t>(std::ranges::count(text, '\n')) + (text.ends_with('\n') ? 0 : 1);
    if (line_count > kPartLinesMax) {
        sent_.skip(line_count);
        return std::nullopt;
    }
    const PartLines lines(text, is_on(switches_, CompactionKind::reply_chains));
    const bool may_lose = part.kind == PartKind::user || part.kind == PartKind::tool_result;
    if (may_lose && !has_reference(text)) return shorten(lines, text, part.kind);
    if (!is_last) send_all(lines);
    return std::nullopt;
}

void Repeats::send_all(const PartLines& lines) {
    for (std::size_t index = 0; index < lines.size(); ++index) {
        if (has_reference(lines.body(index))) {
            sent_.send_reference(lines);
        } else {
            sent_.send(lines, index);
        }
    }
    sent_.end_part(lines);
}

std::optional<std::string> Repeats::shorten(const PartLines& lines, std::string_view text, PartKind kind) {
    std::string out;
    std::size_t copied = 0;
    bool has_own_text = kind != PartKind::user;
    bool to_the_end = false;  // the message is nothing but a repetition
    for (std::size_t index = 0; index < lines.size();) {
        const bool may_begin = !to_the_end && lines.begins_block(index) && !lines.is_blank(index);
        const auto run = may_begin ? longest_run(lines, index) : std::nullopt;
        to_the_end = to_the_end || (run && !has_own_text && rest_is_blank(lines, run->end));
        if (!run || to_the_end) {
            has_own_text = has_own_text || !lines.is_blank(index);
            sent_.send(lines, index++);
            continue;
        }
        const std::string reference = reference_to(*run, lines);
        const auto begin = static_cast<std::size_t>(lines.body(index).data() - text.data());
        out += text.substr(copied, begin - copied);
        out += reference;
        copied = begin + run->size_bytes;
        account_.bytes_saved[static_cast<std::size_t>(run->kind)] += run->size_bytes - reference.size();
        sent_.send_reference(lines);
        index = run->end;
    }
    sent_.end_part(lines);
    if (copied == 0) return std::nullopt;
    out += text.substr(copied);
    return out;
}

std::optional<Repeats::Run> Repeats::longest_run(const PartLines& lines, std::size_t begin) const {
    std::optional<Run> longest;
    for (unsigned levels = 0; levels <= lines.depth(begin); ++levels) {
        const auto run = run_at(lines, begin, levels, lines.key(begin, levels, lines.size()));
        if (run && (!longest || run->size_bytes > longest->size_bytes)) longest = run;
    }
    const auto fence = run_at(lines, begin, 0, lines.fence_key(begin));
    if (fence && (!longest || fence->size_bytes > longest->size_bytes)) longest = fence;
    return longest;
}

std::optional<Repeats::Run> Repeats::run_at(const PartLines& lines, std::size_t begin, unsigned levels,
                                            std::optional<std::uint64_t> key) const {
    const auto place = key ? sent_.places().find(*key) : std::nullopt;
    if (!place) return std::nullopt;
    Run run{.begin = begin, .levels = levels, .place = *place};
    const bool quoted = lines.depth(begin) > 0 || place->levels > 0;
    run.kind = quoted ? CompactionKind::reply_chains : CompactionKind::repeats;
    if (!allows(run)) return std::nullopt;
    run.end = begin + same_lines(lines, run);
    while (run.end > begin && !lines.begins_block(run.end)) --run.end;
    while (run.end > begin && lines.is_blank(run.end - 1)) --run.end;
    if (run.end == begin) return std::nullopt;
    run.size_bytes = bytes_of(lines, begin, run.end);
    if (!quoted && run.size_bytes < kBlockBytesMin) return std::nullopt;
    const bool saves = run.size_bytes >= reference_to(run, lines).size() + kSavingBytesMin;
    return saves ? std::optional(run) : std::nullopt;
}

bool Repeats::allows(const Run& run) const {
    if (!is_on(switches_, run.kind)) return false;
    const bool same_part = sent_.lines()[run.place.line].part == sent_.part();
    return !same_part || run.levels != run.place.levels;
}

std::size_t Repeats::same_lines(const PartLines& lines, const Run& run) const {
    const std::vector<SentLine>& sent = sent_.lines();
    const std::string_view marks = marks_of(lines, run.begin, run.levels);
    std::size_t count = 0;
    while (run.begin + count < lines.size() && run.place.line + count < sent.size()) {
        const std::size_t index = run.begin + count;
        const SentLine& line = sent[run.place.line + count];
        if (count > 0 && !line.follows(sent[run.place.line + count - 1])) break;
        if (!same_newline(lines, run.begin, index)) break;
        if (!says_the_same(lines, index, run.levels, marks, line.text(), run.place.levels)) break;
        ++count;
    }
    return count;
}

std::string Repeats::reference_to(const Run& run, const PartLines& lines) const {
    const SentLine& first = sent_.lines()[run.place.line];
    const auto count = static_cast<std::uint32_t>(run.end - run.begin);
    std::string text(marks_of(lines, run.begin, run.levels));
    append_reference({.message = first.message,
                      .first_line = first.number,
                      .last_line = first.number + count - 1,
                      .levels_off = run.place.levels,
                      .first = without_marks(lines.body(run.begin), run.levels),
                      .last = without_marks(lines.body(run.end - 1), run.levels)},
                     text);
    return text;
}

}  // namespace greeninfer::optimizer
