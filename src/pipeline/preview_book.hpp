#pragma once
// The previews that were made and not confirmed yet, so that a full run counts as avoided only once it cannot come any
// more.
//
// The id of a preview says all that a confirmation needs, so forgetting an entry costs nothing but a saving that is
// then not claimed: the book is bounded, a restart forgets it, and entries of another key are dropped, since the full
// run of such a prompt would not be known again. Shared by all cores under a mutex, which requests for previews take,
// and while some are open every chat, with a digest of its words; else it is a look at the count.
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "pipeline/preview_ticket.hpp"

namespace greeninfer::pipeline {

struct OpenPreview {
    Moment expires_at;
    std::optional<energy::Footprint> estimate;  // of the full run
    PreviewSpent spent;                         // by the previews of the prompt
};

class PreviewBook {
public:
    static constexpr std::size_t kMost = 10'000;  // about 250 bytes each

    // In place of an earlier one of the same prompt. Not kept while the book is full.
    void open(const PreviewSeal& seal, const PreviewDigest& prompt, const OpenPreview& preview);
    // Takes it out without a saving; nothing when there is none.
    std::optional<OpenPreview> close(const PreviewSeal& seal, const PreviewDigest& prompt);
    // Takes out those whose time is over.
    std::vector<OpenPreview> take_expired(const PreviewSeal& seal, Moment now);

    bool is_empty() const { return count_.load(std::memory_order_relaxed) == 0; }

private:
    void keep_to(std::uint64_t key_id);
    void note_count() { count_.store(open_.size(), std::memory_order_relaxed); }

    std::mutex mutex_;
    std::uint64_t key_id_ = 0;  // of all entries
    std::map<PreviewDigest, OpenPreview> open_;
    std::atomic<std::size_t> count_{0};
};

}  // namespace greeninfer::pipeline
