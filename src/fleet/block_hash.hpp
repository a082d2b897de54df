#pragma once
// A prompt as a chain of hashes of its blocks: equal hashes at a place mean that everything up to there is equal.
//
// Hashing each block by itself would call two prompts alike that differ in the middle; a chain cannot. The root of a
// chain holds the model, whose cache is not another's, and a salt per client, so that nobody learns from how soon an
// answer comes whether somebody else has sent the same text. The seed is new in each process: who cannot compute a
// hash cannot make two prompts collide. Text is cut at 64 bytes, about 16 tokens, as no tokenizer is at hand; a block
// that is not full is left out, since the next turn of a conversation would not have it.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace greeninfer::fleet {

using BlockHash = std::uint64_t;  // never 0

inline constexpr std::size_t kBlockBytes = 64;
// Of one prompt: 640 KiB of text, about 160,000 tokens. What comes behind is not looked for.
inline constexpr std::size_t kPromptBlocksMax = 10'240;

BlockHash root_of_texts(std::uint64_t seed, std::string_view model, std::string_view client_salt);
// Engines tell of blocks of tokens without saying whose they are, and so does a request of token numbers.
BlockHash root_of_tokens(std::uint64_t seed, std::string_view model, std::size_t tokens_per_block);
BlockHash hash_tokens(BlockHash before, std::span<const std::uint32_t> tokens);

// Takes a text in pieces and appends a hash per full block.
class TextBlocks {
public:
    TextBlocks(BlockHash root, std::vector<BlockHash>& hashes) : last_(root), hashes_(hashes) {}
    void add(std::string_view text);

private:
    void add_block(const char* bytes);

    BlockHash last_;
    std::vector<BlockHash>& hashes_;
    char part_[kBlockBytes] = {};
    std::size_t part_bytes_ = 0;
};

}  // namespace greeninfer::fleet
