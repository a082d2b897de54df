#include "scorer/logits.hpp"

#include <algorithm>

namespace greeninfer::scorer {

namespace {

// How far a feature may lie from the usual, in standard deviations: one odd number must not decide.
constexpr float kDeviationsMax = 4;

void add(Lanes& sum, const Lanes& other, float factor) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sum[lane] += factor * other[lane];
}

void add(Lanes& sum, const ByteLanes& bytes, float factor) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sum[lane] += factor * static_cast<float>(bytes[lane]);
}

// What words and characters add to the logits, beyond what they add for a usual prompt.
Lanes words_of(const Weights& weights, Scratch& scratch) {
    Lanes grams{};
    scratch.grams.each([&](std::uint32_t bucket, float value) { add(grams, weights.grams[bucket], value); });
    Lanes pieces{};
    for (const std::uint16_t piece : scratch.pieces) {
        if (piece < weights.pieces.size()) add(pieces, weights.pieces[piece], 1);
    }
    const float mean = scratch.pieces.empty() ? 0 : 1 / static_cast<float>(scratch.pieces.size());
    Lanes words{};
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        words[lane] = grams[lane] * weights.gram_scale[lane] + pieces[lane] * weights.piece_scale[lane] * mean -
                      weights.usual_words[lane];
    }
    return words;
}

float deviation(const Weights& weights, const CountedFeatures& counted, std::size_t feature) {
    const float distance = counted.values[feature] - weights.means[feature];
    return std::clamp(distance * weights.inverse_deviations[feature], -kDeviationsMax, kDeviationsMax);
}

}  // namespace

Lanes Logits::total() const {
    Lanes sum = bias;
    for (const Lanes& group : by_group) add(sum, group, 1);
    return sum;
}

Lanes Logits::total_without(Group group) const {
    Lanes sum = total();
    add(sum, by_group[static_cast<std::size_t>(group)], -1);
    return sum;
}

Logits read_logits(const Weights& weights, std::u32string_view text, Scratch& scratch) {
    cut_into_words(text, scratch.words);
    Logits logits{.counted = count_features(text, scratch)};
    const auto known = static_cast<float>(logits.counted.english_share);
    for (std::size_t feature = 0; feature < kFeatureCount; ++feature) {
        Lanes& group = logits.by_group[static_cast<std::size_t>(kFeatureKinds[feature].group)];
        const float distance = deviation(weights, logits.counted, feature);
        add(group, weights.counted[feature], distance * known);
        add(group, weights.any_language[feature], distance * (1 - known));
    }
    add(logits.bias, weights.bias, known);
    add(logits.bias, weights.any_language_bias, 1 - known);
    if (known > 0) {
        scratch.grams.count(text, scratch.words, weights.gram_bits);
        weights.vocabulary.cut(text, scratch.words, scratch.pieces);
        add(logits.by_group[static_cast<std::size_t>(Group::vocabulary)], words_of(weights, scratch), known);
    }
    return logits;
}

}  // namespace greeninfer::scorer
