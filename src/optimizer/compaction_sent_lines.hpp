#pragma once
// The lines of a conversation that have gone out word for word, and where each stretch of them stands; private to this
// layer.
//
// Only what stands there in full can be referred to: a reference never leads to another reference, so a reader has one
// step to go, and to compact a compacted conversation finds the very same things. Keeps views; the texts must outlive
// it. Bounded: lines beyond kLinesMax are not remembered.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "optimizer/compaction_first_places.hpp"
#include "optimizer/compaction_part_lines.hpp"

namespace greeninfer::optimizer {

struct SentLine {
    const char* begin = nullptr;
    std::uint32_t size_bytes = 0;
    std::uint32_t number = 0;  // in its message, from 1
    std::uint32_t message = 0;
    std::uint32_t part = 0;

    std::string_view text() const { return {begin, size_bytes}; }
    // Whether this line stands directly below that one.
    bool follows(const SentLine& line) const { return part == line.part && number == line.number + 1; }
};

class SentLines {
public:
    static constexpr std::size_t kLinesMax = 1U << 20U;

    // Lines from now on belong to this part. Parts of one message are numbered on.
    void begin_part(std::uint32_t part, std::uint32_t message);
    // Line `index` of the part goes out as it is.
    void send(const PartLines& lines, std::size_t index);
    // A reference goes out, to which nobody may refer; stretches of lines end before it.
    void send_reference(const PartLines& lines);
    void end_part(const PartLines& lines) { end_stretch(lines); }
    // Lines go out that nobody will refer to.
    void skip(std::size_t count) { number_ += static_cast<std::uint32_t>(count); }

    std::uint32_t part() const { return part_; }
    const std::vector<SentLine>& lines() const { return lines_; }
    const FirstPlaces& places() const { return places_; }

private:
    void end_stretch(const PartLines& lines);
    void add_keys(const PartLines& lines, std::size_t index, std::size_t end);
    void add_fence_key(const PartLines& lines, std::size_t index);

    std::vector<SentLine> lines_;
    FirstPlaces places_;
    std::uint32_t part_ = 0;
    std::uint32_t message_ = 0;
    std::uint32_t number_ = 0;  // of the last line that went out, in its message
    // The lines since the last reference, as indices in the part; the first of them is lines_[first_].
    bool in_stretch_ = false;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t keys_end_ = 0;  // those before this one have their keys
    std::size_t first_ = 0;
    std::optional<std::size_t> fence_;  // whose first line has gone out, and not yet its last
};

}  // namespace greeninfer::optimizer
