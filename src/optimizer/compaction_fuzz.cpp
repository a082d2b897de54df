// Any bytes as any conversation: what goes out is never longer, comes back when references are followed, is the same
// when compacted again, and does not depend on the parts that follow. The first byte says which kinds are on and who
// speaks first; byte 0 in the text parts messages.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/compaction.hpp"
#include "optimizer/compaction_restored_for_test.hpp"

using namespace greeninfer::optimizer;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<Part> parts_of(std::string_view text, std::uint8_t first) {
    constexpr PartKind kTurns[] = {PartKind::user,      PartKind::tool_result, PartKind::user,
                                   PartKind::assistant, PartKind::tool_result, PartKind::fixed};
    std::vector<Part> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\0'), text.size());
        parts.push_back({kTurns[(first + parts.size()) % std::size(kTurns)], text.substr(0, end)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

CompactionSwitches switches_of(std::uint8_t bits) {
    CompactionSwitches switches;
    for (std::size_t kind = 0; kind < kCompactionKinds; ++kind) switches.enabled[kind] = ((bits >> kind) & 1U) == 0;
    return switches;
}

std::string without_white_space(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; });
    return out;
}

void require_that_it_comes_back(std::span<const Part> parts, const Compacted& compacted, bool exactly) {
    const std::vector<std::string> restored = restored_for_test(parts, compacted);
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const std::string_view before = parts[index].text;
        require(sent_text_for_test(parts, compacted, index).size() <= before.size());
        require(exactly ? restored[index] == before
                        : without_white_space(restored[index]) == without_white_space(before));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::uint8_t shape = size > 0 ? bytes[0] : 0;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const std::vector<Part> parts = parts_of(text.substr(size > 0 ? 1 : 0), shape >> 4U);
    const CompactionSwitches switches = switches_of(shape & 15U);
    const Compacted compacted = compact(parts, switches);
    require_that_it_comes_back(parts, compacted, !switches.enabled[0] && !switches.enabled[1]);

    std::vector<Part> once = parts;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        once[index].text = sent_text_for_test(parts, compacted, index);
    }
    for (const auto& again : compact(once, switches).texts) require(!again.has_value());

    const std::span<const Part> first_half(parts.data(), parts.size() / 2);
    const Compacted fewer = compact(first_half, switches);
    for (std::size_t index = 0; index < first_half.size(); ++index) {
        require(fewer.texts[index] == compacted.texts[index]);
    }
    return 0;
}
