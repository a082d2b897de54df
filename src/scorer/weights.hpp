#pragma once
// What training found: the numbers that turn features into logits, and how logits become the score.
//
// Read once from bytes that are checked in full (weights_file.hpp), then immutable and shared by all cores. Weights of
// grams and pieces are bytes with one scale per head: that loses less than can be measured and keeps them in cache.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scorer/features.hpp"
#include "scorer/vocabulary.hpp"

namespace greeninfer::scorer {

enum class Head : std::uint8_t {
    level,     // knowledge and reasoning asked for, from people's labels
    everyday,  // a trivial request rather than anything else
    hard,      // a hard prompt of a real user rather than an ordinary one
    small,     // a model of this tier answers well
    medium,
    large,
    count,
};
inline constexpr std::size_t kHeadCount = static_cast<std::size_t>(Head::count);
inline constexpr std::size_t kLanes = 8;  // heads, rounded up to what one vector instruction reads

using Lanes = std::array<float, kLanes>;
using ByteLanes = std::array<std::int8_t, kLanes>;

// Where raw scores become 0, 15, 40, 70 and 100; straight lines between.
inline constexpr std::array<double, 5> kKnotScores{0, 15, 40, 70, 100};
using Knots = std::array<float, kKnotScores.size()>;

struct Weights {
    std::string version;  // format, a dash and the checksum
    Knots knots{};
    std::array<float, kFeatureCount> means{};
    std::array<float, kFeatureCount> inverse_deviations{};

    // Logit of a text whose words are known: bias + counted features + grams + pieces.
    Lanes bias{};
    std::array<Lanes, kFeatureCount> counted{};
    Lanes usual_words{};  // what grams and pieces add for a usual prompt; reasons compare with it
    Lanes gram_scale{};
    Lanes piece_scale{};
    // Logit of a text in another language: a bias and those counted features that mean the same in all.
    Lanes any_language_bias{};
    std::array<Lanes, kFeatureCount> any_language{};

    Vocabulary vocabulary;
    std::vector<ByteLanes> pieces;
    unsigned gram_bits = 0;
    std::vector<ByteLanes> grams;
};

}  // namespace greeninfer::scorer
