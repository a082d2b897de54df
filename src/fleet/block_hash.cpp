#include "fleet/block_hash.hpp"

#include <algorithm>
#include <cstring>

namespace greeninfer::fleet {

namespace {

// Odd 64-bit constants with half of their bits set (digits of pi and e).
constexpr std::uint64_t kA = 0x243F6A8885A308D3ULL, kB = 0x13198A2E03707345ULL, kC = 0xB7E151628AED2A6BULL;

// The product of 128 bits folded: every bit of both depends on every bit (the step of multiply-mix hashes).
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    const auto product = static_cast<unsigned __int128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

BlockHash never_zero(std::uint64_t hash) {
    return hash == 0 ? kA : hash;
}

std::uint64_t hash_bytes(std::uint64_t before, const char* bytes, std::size_t size_bytes) {
    std::uint64_t hash = mix(before ^ kA, size_bytes ^ kB);
    for (std::size_t at = 0; at < size_bytes; at += 16) {
        std::uint64_t pair[2] = {};
        std::memcpy(pair, bytes + at, std::min<std::size_t>(16, size_bytes - at));
        hash = mix(hash ^ pair[0] ^ kB, pair[1] ^ kC) ^ hash << 1;
    }
    return mix(hash ^ kC, before ^ kB);
}

}  // namespace

BlockHash root_of_texts(std::uint64_t seed, std::string_view model, std::string_view client_salt) {
    const std::uint64_t of_model = hash_bytes(seed ^ kA, model.data(), model.size());
    return never_zero(hash_bytes(of_model, client_salt.data(), client_salt.size()));
}

BlockHash root_of_tokens(std::uint64_t seed, std::string_view model, std::size_t tokens_per_block) {
    return never_zero(mix(hash_bytes(seed ^ kC, model.data(), model.size()), tokens_per_block ^ kB));
}

BlockHash hash_tokens(BlockHash before, std::span<const std::uint32_t> tokens) {
    return never_zero(hash_bytes(before, reinterpret_cast<const char*>(tokens.data()), tokens.size_bytes()));
}

void TextBlocks::add(std::string_view text) {
    while (!text.empty() && hashes_.size() < kPromptBlocksMax) {
        if (part_bytes_ == 0 && text.size() >= kBlockBytes) {
            add_block(text.data());
            text.remove_prefix(kBlockBytes);
            continue;
        }
        const std::size_t taken = std::min(kBlockBytes - part_bytes_, text.size());
        std::memcpy(part_ + part_bytes_, text.data(), taken);
        part_bytes_ += taken;
        text.remove_prefix(taken);
        if (part_bytes_ < kBlockBytes) continue;
        part_bytes_ = 0;
        add_block(part_);
    }
}

void TextBlocks::add_block(const char* bytes) {
    last_ = never_zero(hash_bytes(last_, bytes, kBlockBytes));
    hashes_.push_back(last_);
}

}  // namespace greeninfer::fleet
