#include "pipeline/shortening_memory.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "optimizer/kept_text.hpp"

namespace greeninfer::pipeline {

namespace {

using optimizer::LeftAlone;

// What may be otherwise when the model is asked again.
bool is_failure(const TextVerdict& verdict) {
    if (!verdict.left_alone) return false;
    switch (*verdict.left_alone) {
        case LeftAlone::busy:
        case LeftAlone::late:
        case LeftAlone::failed:
        case LeftAlone::not_loaded:
            return true;
        default:
            return false;
    }
}

}  // namespace

TextVerdict TextVerdict::of(const optimizer::Shortening& shortening) {
    TextVerdict verdict{.left_alone = shortening.left_alone,
                        .deleted_by_phrases = static_cast<std::uint16_t>(shortening.deleted_by_phrases)};
    if (!shortening.left_alone && shortening.deleted.empty()) verdict.rewritten = shortening.text;
    for (const std::uint32_t word : shortening.deleted) {
        if (word < optimizer::Draft::kMaxWords)
            verdict.deleted[word / kBitsPerWord] |= std::uint64_t{1} << word % kBitsPerWord;
    }
    return verdict;
}

optimizer::Shortening TextVerdict::again(std::string_view text) const {
    if (left_alone) return {.text = std::string(text), .left_alone = left_alone};
    const auto words = optimizer::split_words(text);
    if (!rewritten.empty()) return {.text = rewritten, .words = static_cast<std::uint32_t>(words.size())};
    optimizer::Shortening shortening{.words = static_cast<std::uint32_t>(words.size()),
                                     .deleted_by_phrases = deleted_by_phrases};
    std::vector<std::uint8_t> marks(words.size(), 0);
    const auto most = std::min<std::uint32_t>(shortening.words, optimizer::Draft::kMaxWords);
    for (std::uint32_t word = 0; word < most; ++word) {
        if ((deleted[word / kBitsPerWord] >> word % kBitsPerWord & 1) == 0) continue;
        marks[word] = 1;
        shortening.deleted.push_back(word);
    }
    shortening.text = optimizer::kept_text(text, words, marks);
    return shortening;
}

// The sizes stand before the parts, so that no two different triples are the same bytes.
ShorteningMemory::Key ShorteningMemory::key_of(std::string_view owner, std::uint64_t generation,
                                               std::string_view text) {
    const std::array<std::uint64_t, 2> front = {generation, owner.size()};
    std::string bytes;
    bytes.reserve(sizeof(front) + owner.size() + text.size());
    bytes.append(reinterpret_cast<const char*>(front.data()), sizeof(front)).append(owner).append(text);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    Key key;
    std::memcpy(key.data(), digest.data(), sizeof(key));
    return key;
}

// Null when the text is not known, or a failure too old to bind anybody.
ShorteningMemory::Entry* ShorteningMemory::Shard::use(const Key& key, Moment now) {
    const auto place = places.find(key);
    if (place == places.end()) return nullptr;
    const auto entry = place->second;
    if (is_failure(entry->verdict) && now - entry->used_at >= kFailuresRemembered) {
        forget(entry);
        return nullptr;
    }
    entry->used_at = now;
    newest_first.splice(newest_first.begin(), newest_first, entry);
    return &*entry;
}

void ShorteningMemory::Shard::forget(std::list<Entry>::iterator entry) {
    rewritten_bytes -= entry->verdict.rewritten.size();
    places.erase(entry->key);
    newest_first.erase(entry);
}

std::optional<TextVerdict> ShorteningMemory::find(const Key& key, Moment now) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    const Entry* const entry = shard.use(key, now);
    return entry != nullptr ? std::optional(entry->verdict) : std::nullopt;
}

TextVerdict ShorteningMemory::remember(const Key& key, const TextVerdict& verdict, Moment now) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    if (const Entry* const earlier = shard.use(key, now)) return earlier->verdict;
    shard.rewritten_bytes += verdict.rewritten.size();
    while (!shard.places.empty() &&
           (shard.places.size() >= kTexts / kShards || shard.rewritten_bytes > kRewrittenBytes / kShards)) {
        shard.forget(std::prev(shard.newest_first.end()));
    }
    shard.newest_first.push_front({key, verdict, now});
    shard.places.emplace(key, shard.newest_first.begin());
    return verdict;
}

std::size_t ShorteningMemory::size_for_test() const {
    std::size_t texts = 0;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        texts += shard.places.size();
    }
    return texts;
}

}  // namespace greeninfer::pipeline
