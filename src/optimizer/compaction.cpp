#include "optimizer/compaction.hpp"

#include <deque>
#include <utility>

#include "optimizer/compaction_blanks.hpp"
#include "optimizer/compaction_json.hpp"
#include "optimizer/compaction_reference.hpp"
#include "optimizer/compaction_repeats.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr auto index_of(CompactionKind kind) {
    return static_cast<std::size_t>(kind);
}

bool may_change(PartKind kind) {
    return kind == PartKind::user || kind == PartKind::tool_result;
}

using Step = std::optional<std::string> (*)(std::string_view);

// A text that makes do with fewer bytes by itself, whatever stands around it.
struct Tightened {
    std::optional<std::string> text;  // absent: as it was
    std::array<std::uint64_t, kCompactionKinds> bytes_saved{};
};

void apply(Step step, CompactionKind kind, std::string_view original, Tightened& tightened) {
    const std::string_view before = tightened.text ? std::string_view(*tightened.text) : original;
    auto after = step(before);
    if (!after) return;
    tightened.bytes_saved[index_of(kind)] += before.size() - after->size();
    tightened.text = std::move(after);
}

Tightened tighten(const Part& part, const CompactionSwitches& switches) {
    Tightened tightened;
    if (!may_change(part.kind) || has_reference(part.text)) return tightened;
    if (switches.enabled[index_of(CompactionKind::json)] && part.kind == PartKind::tool_result) {
        apply(compact_json, CompactionKind::json, part.text, tightened);
    }
    if (switches.enabled[index_of(CompactionKind::blanks)]) {
        apply(compact_blanks, CompactionKind::blanks, part.text, tightened);
    }
    if (tightened.text && has_reference(*tightened.text)) return {};  // it looked like one but for its blanks
    return tightened;
}

}  // namespace

std::string_view name_of(CompactionKind kind) {
    constexpr std::array<std::string_view, kCompactionKinds> kNames = {"blanks", "json", "repeats", "reply_chains"};
    return kNames[index_of(kind)];
}

Compacted compact(std::span<const Part> parts, const CompactionSwitches& switches) {
    Compacted compacted;
    compacted.texts.resize(parts.size());
    std::deque<std::string> kept;  // what repeats compares with, while it does
    Repeats repeats(switches, compacted);
    const bool finds_repeats =
        switches.enabled[index_of(CompactionKind::repeats)] || switches.enabled[index_of(CompactionKind::reply_chains)];
    for (std::size_t index = 0; index < parts.size(); ++index) {
        Tightened tightened = tighten(parts[index], switches);
        for (std::size_t kind = 0; kind < kCompactionKinds; ++kind) {
            compacted.bytes_saved[kind] += tightened.bytes_saved[kind];
        }
        if (!finds_repeats) {
            compacted.texts[index] = std::move(tightened.text);
            continue;
        }
        const bool changed = tightened.text.has_value();
        const std::string_view text =
            tightened.text ? kept.emplace_back(*std::move(tightened.text)) : parts[index].text;
        auto shortened = repeats.take(parts[index], static_cast<std::uint32_t>(index), text, index + 1 == parts.size());
        if (shortened || changed) compacted.texts[index] = shortened ? *std::move(shortened) : std::string(text);
    }
    return compacted;
}

}  // namespace greeninfer::optimizer
