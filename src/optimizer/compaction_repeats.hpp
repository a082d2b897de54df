#pragma once
// Text that stood word for word earlier in the conversation, replaced by a reference to it: blocks that are repeated,
// and the chains of quoted replies that mail programs drag along; private to this layer.
//
// Only texts of users and results of tools lose blocks: a model that was shown references in its own earlier answers
// would write them. A user's message keeps at least one block of its own. Blocks are repeated
// only across parts: within one text a repetition may be what it is about. A quoted reply may stand in the same text at
// another level. Takes the parts in order; what it says about one does not depend on those that follow.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "optimizer/compaction.hpp"
#include "optimizer/compaction_part_lines.hpp"
#include "optimizer/compaction_sent_lines.hpp"

namespace greeninfer::optimizer {

class Repeats {
public:
    Repeats(const CompactionSwitches& switches, Compacted& account) : switches_(switches), account_(account) {}

    // `text` must stay where it is until the last part was taken. Absent: it goes out as it is.
    std::optional<std::string> take(const Part& part, std::uint32_t index, std::string_view text, bool is_last);

private:
    struct Run {
        std::size_t begin = 0;  // lines of the part
        std::size_t end = 0;
        unsigned levels = 0;       // of quotation that the part has and …
        FirstPlaces::Place place;  // … of the text that stands at this place
        CompactionKind kind = CompactionKind::repeats;
        std::size_t size_bytes = 0;
    };

    void send_all(const PartLines& lines);
    std::optional<std::string> shorten(const PartLines& lines, std::string_view text, PartKind kind);
    std::optional<Run> longest_run(const PartLines& lines, std::size_t begin) const;
    std::optional<Run> run_at(const PartLines& lines, std::size_t begin, unsigned levels,
                              std::optional<std::uint64_t> key) const;
    bool allows(const Run& run) const;
    std::size_t same_lines(const PartLines& lines, const Run& run) const;
    std::string reference_to(const Run& run, const PartLines& lines) const;

    CompactionSwitches switches_;
    Compacted& account_;
    SentLines sent_;
};

}  // namespace greeninfer::optimizer
