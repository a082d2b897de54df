#include "pipeline/preview_book.hpp"

namespace greeninfer::pipeline {

void PreviewBook::keep_to(std::uint64_t key_id) {
    if (key_id_ != key_id) open_.clear();
    key_id_ = key_id;
}

void PreviewBook::open(const PreviewSeal& seal, const PreviewDigest& prompt, const OpenPreview& preview) {
    const std::lock_guard lock(mutex_);
    keep_to(seal.key_id());
    if (open_.size() < kMost || open_.contains(prompt)) open_.insert_or_assign(prompt, preview);
    note_count();
}

std::optional<OpenPreview> PreviewBook::close(const PreviewSeal& seal, const PreviewDigest& prompt) {
    const std::lock_guard lock(mutex_);
    keep_to(seal.key_id());
    const auto found = open_.find(prompt);
    std::optional<OpenPreview> closed;
    if (found != open_.end()) {
        closed = found->second;
        open_.erase(found);
    }
    note_count();
    return closed;
}

std::vector<OpenPreview> PreviewBook::take_expired(const PreviewSeal& seal, Moment now) {
    const std::lock_guard lock(mutex_);
    keep_to(seal.key_id());
    std::vector<OpenPreview> expired;
    for (auto entry = open_.begin(); entry != open_.end();) {
        if (entry->second.expires_at > now) {
            ++entry;
            continue;
        }
        expired.push_back(entry->second);
        entry = open_.erase(entry);
    }
    note_count();
    return expired;
}

}  // namespace greeninfer::pipeline
