#pragma once
// What became of a text, so that each later turn of its conversation sends the same bytes and prefix caches of the
// model servers stay warm, also when the model would be busy, or the gate think otherwise, by then; and so that no text
// is locked, searched for phrases and verified again in each turn.
//
// Holds digests, marks and reasons, and no text but what a user's own free model wrote in place of one (not under
// security.zero_trust, app/settings.cpp). What a client sent shows to no other client, not even by the time that
// an answer takes, so the client is part of the key. One per process; bounded: kTexts texts of about 230 bytes, 7.5 MB,
// and kRewrittenBytes; the one that was used least is forgotten. Any core; one lock per shard, held for a look-up.
#include <array>
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "optimizer/draft.hpp"

namespace greeninfer::pipeline {

// Left alone for this reason, or without these words.
struct TextVerdict {
    static constexpr std::size_t kBitsPerWord = 64;
    static constexpr std::size_t kBitWords = (optimizer::Draft::kMaxWords + kBitsPerWord - 1) / kBitsPerWord;

    std::optional<optimizer::LeftAlone> left_alone = {};
    std::uint16_t deleted_by_phrases = 0;
    std::array<std::uint64_t, kBitWords> deleted = {};  // a bit per word of the text
    std::string rewritten = {};                         // by a free model: what goes in place of the text

    static TextVerdict of(const optimizer::Shortening& shortening);
    // The same shortening of the same text.
    optimizer::Shortening again(std::string_view text) const;
    friend bool operator==(const TextVerdict&, const TextVerdict&) = default;
};

class ShorteningMemory {
public:
    static constexpr std::size_t kShards = 16;
    static constexpr std::size_t kTexts = 32'768;
    static constexpr std::size_t kRewrittenBytes = 16 * 1024 * 1024;
    // A model that was busy or down is asked again about a text that nobody has sent for so long: a prefix that was not
    // used for ten minutes is gone from most caches, so nothing is lost by other bytes.
    static constexpr std::chrono::minutes kFailuresRemembered{10};

    using Key = std::array<std::uint64_t, 2>;
    // `owner` is the client's name; `generation` the number of the configuration that the text was judged by.
    static Key key_of(std::string_view owner, std::uint64_t generation, std::string_view text);

    std::optional<TextVerdict> find(const Key& key, Moment now);
    // The verdict that holds from now on: an earlier one of the same text where two cores asked at once.
    TextVerdict remember(const Key& key, const TextVerdict& verdict, Moment now);
    std::size_t size_for_test() const;

private:
    struct KeyHash {
        std::size_t operator()(const Key& key) const { return key[0]; }
    };
    struct Entry {
        Key key;
        TextVerdict verdict;
        Moment used_at;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Entry> newest_first;
        std::unordered_map<Key, std::list<Entry>::iterator, KeyHash> places;
        std::size_t rewritten_bytes = 0;

        Entry* use(const Key& key, Moment now);
        void forget(std::list<Entry>::iterator entry);
    };
    Shard& shard_of(const Key& key) { return shards_[key[1] % kShards]; }

    std::array<Shard, kShards> shards_;
};

}  // namespace greeninfer::pipeline
