#pragma once
// A set of endpoints as bits, so that a block's owners are a few words and intersecting them is a few instructions.
//
// Plain value.
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace greeninfer::fleet {

// Of an endpoint in the prefix index.
using EndpointNumber = std::uint16_t;

struct EndpointSet {
    static constexpr std::size_t kWords = 4;
    static constexpr std::size_t kSize = kWords * 64;

    std::array<std::uint64_t, kWords> words = {};

    bool empty() const { return (words[0] | words[1] | words[2] | words[3]) == 0; }
    bool contains(EndpointNumber number) const { return (words[number / 64] >> (number % 64) & 1) != 0; }
    void insert(EndpointNumber number) { words[number / 64] |= std::uint64_t{1} << (number % 64); }

    template <class Visit>
    void for_each(const Visit& visit) const {
        for (std::size_t word = 0; word < kWords; ++word) {
            for (std::uint64_t rest = words[word]; rest != 0; rest &= rest - 1) {
                visit(static_cast<EndpointNumber>(word * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
            }
        }
    }

    friend EndpointSet operator&(EndpointSet a, const EndpointSet& b) {
        for (std::size_t word = 0; word < kWords; ++word) a.words[word] &= b.words[word];
        return a;
    }
    // Those of `a` that `b` has not.
    friend EndpointSet operator-(EndpointSet a, const EndpointSet& b) {
        for (std::size_t word = 0; word < kWords; ++word) a.words[word] &= ~b.words[word];
        return a;
    }
    bool operator==(const EndpointSet&) const = default;
};

}  // namespace greeninfer::fleet
