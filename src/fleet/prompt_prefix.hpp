#pragma once
// The beginning of one request's prompt as the index knows it, and who has how much of it.
//
// Made once per request and used by each of its attempts; shared with the attempt that is under way, so that a failure
// can take back what was hoped for.
#include <memory>
#include <vector>

#include "fleet/prefix_index.hpp"

namespace greeninfer::fleet {

// The prompt in the engines' own tokens, in blocks of one size.
struct TokenChain {
    std::size_t tokens_per_block = 0;
    std::vector<BlockHash> blocks;
    PrefixMatch match = {};
};

struct PromptPrefix {
    std::shared_ptr<PrefixIndex> index;
    std::vector<BlockHash> blocks;
    PrefixMatch match;                          // as of the last choice
    std::vector<TokenChain> token_chains = {};  // none: its tokens are not known
    std::size_t tokens = 0;                     // of the whole prompt; 0: not known

    void look_up(Moment now) {
        index->match(blocks, now, match);
        for (TokenChain& chain : token_chains) index->match(chain.blocks, now, chain.match);
    }
};

}  // namespace greeninfer::fleet
