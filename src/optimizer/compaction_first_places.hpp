#pragma once
// Where each stretch of lines stood first in a conversation, by its key; private to this layer.
//
// A flat table whose searches are bounded: whoever writes texts so that their keys collide makes it forget some of
// them, never slow. Depends on the order of what was added alone, as everything that decides what goes out must.
#include <cstdint>
#include <optional>
#include <vector>

namespace greeninfer::optimizer {

class FirstPlaces {
public:
    struct Place {
        std::uint32_t line = 0;    // among all lines that went out
        std::uint32_t levels = 0;  // of quotation that were taken off
    };

    // Keeps the place that is there already.
    void add(std::uint64_t key, Place place);
    std::optional<Place> find(std::uint64_t key) const;

private:
    struct Slot {
        std::uint64_t key = 0;  // 0: free
        Place place;
    };
    void grow();
    Slot* slot_of(std::uint64_t key);

    std::vector<Slot> slots_;  // a power of two of them
    std::size_t used_ = 0;
};

}  // namespace greeninfer::optimizer
