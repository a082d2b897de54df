// Prints what the scorer reads in texts, for the trainer: so the features exist once, in C++.
//
//   greeninfer_features vocabulary < VOCABULARY            u32 key of each line
//   greeninfer_features features KEYS BITS < TEXTS         features of each text, KEYS being the answer of the above
//   greeninfer_features names                              name of each counted feature, 1 if it fits any language
//
// TEXTS are u32 length and bytes each. Per text it answers u32 grams, u32 pieces, f32 English share, f32 features[],
// u32 bucket[grams] of BITS bits, f32 value[grams], u16 piece[pieces]. Little-endian.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "scorer/conversation.hpp"
#include "scorer/counted_features.hpp"
#include "scorer/courtesy.hpp"
#include "scorer/vocabulary.hpp"

namespace {

using namespace greeninfer::scorer;

template <class Value>
void put(const Value* values, std::size_t count) {
    std::fwrite(values, sizeof(Value), count, stdout);
}

void put_keys() {
    PlainText plain;
    for (std::string line; std::getline(std::cin, line);) {
        plain.clear();
        plain.append(line, line.size());
        const std::uint32_t key = Vocabulary::key_of(plain.points);
        put(&key, 1);
    }
}

Vocabulary read_vocabulary(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::uint32_t> keys(bytes.size() / sizeof(std::uint32_t));
    bytes.copy(reinterpret_cast<char*>(keys.data()), keys.size() * sizeof(std::uint32_t));
    return Vocabulary(keys);
}

void put_features(const std::string& text, const Vocabulary& vocabulary, unsigned bits, Scratch& scratch) {
    const Turn turn{Speaker::user, text};
    read_message({.turns = {&turn, 1}}, 0, scratch);
    std::u32string_view content = without_courtesy(scratch.plain.points);
    if (content.empty()) content = scratch.plain.points;
    cut_into_words(content, scratch.words);
    const CountedFeatures counted = count_features(content, scratch);
    scratch.grams.count(content, scratch.words, bits);
    vocabulary.cut(content, scratch.words, scratch.pieces);

    std::vector<std::uint32_t> buckets;
    std::vector<float> values;
    scratch.grams.each([&](std::uint32_t bucket, float value) {
        buckets.push_back(bucket);
        values.push_back(value);
    });
    const std::uint32_t sizes[]{static_cast<std::uint32_t>(buckets.size()),
                                static_cast<std::uint32_t>(scratch.pieces.size())};
    const auto english_share = static_cast<float>(counted.english_share);
    put(sizes, 2);
    put(&english_share, 1);
    put(counted.values.data(), counted.values.size());
    put(buckets.data(), buckets.size());
    put(values.data(), values.size());
    put(scratch.pieces.data(), scratch.pieces.size());
}

void put_all_features(const Vocabulary& vocabulary, unsigned bits) {
    Scratch scratch;
    std::string text;
    for (std::uint32_t length = 0; std::cin.read(reinterpret_cast<char*>(&length), sizeof(length));) {
        text.resize(length);
        if (!std::cin.read(text.data(), length)) return;
        put_features(text, vocabulary, bits, scratch);
    }
}

}  // namespace

int main(int count, char** arguments) {
    std::ios::sync_with_stdio(false);
    const std::string word = count > 1 ? arguments[1] : "";
    if (word == "vocabulary") {
        put_keys();
    } else if (word == "features" && count == 4) {
        put_all_features(read_vocabulary(arguments[2]), static_cast<unsigned>(std::atoi(arguments[3])));
    } else if (word == "names") {
        for (const FeatureKind& kind : kFeatureKinds) {
            std::printf("%.*s %d\n", static_cast<int>(kind.name.size()), kind.name.data(), kind.any_language ? 1 : 0);
        }
    } else {
        std::fputs("usage: greeninfer_features vocabulary | features KEYS BITS | names\n", stderr);
        return 2;
    }
    return 0;
}
