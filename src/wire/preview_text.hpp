#pragma once
// What a preview says: two sentences, and three to five points that the answer will cover.
//
// A grammar makes a model write the shape and nothing else; whether what stands in it is worth showing is looked at
// here, apart from it, since most servers have no grammar and small models ramble inside one. Only what needs no
// judgement is put right: marks of lists, blanks, words behind the end of a sentence, a point that says another one
// again. Pure.
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::wire {

inline constexpr std::size_t kPreviewSentences = 2;
inline constexpr std::size_t kPreviewPointsLeast = 3;
inline constexpr std::size_t kPreviewPointsMost = 5;
inline constexpr std::size_t kSentenceBytesMax = 320;
inline constexpr std::size_t kPointBytesMax = 120;

// As the model wrote it.
struct RawPreview {
    std::vector<std::string> summary;
    std::vector<std::string> outline;
};

struct PreviewText {
    std::string summary;  // both sentences
    std::vector<std::string> outline;
    bool operator==(const PreviewText&) const = default;
};

// The text tidied, or what is wrong with it, in words for the model and for people that complete "the preview …".
std::expected<PreviewText, std::string_view> checked_preview(const RawPreview& raw);

}  // namespace greeninfer::wire
