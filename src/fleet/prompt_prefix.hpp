#pragma once
// The beginning of one request's prompt as the index knows it, and who has how much of it.
//
// Made once per request and used by each of its attempts; shared with the attempt that is under way, so that a failure
// can take back what was hoped for.
#include <memory>
#include <vector>

#include "fleet/prefix_index.hpp"

namespace greeninfer::fleet {

struct PromptPrefix {
    std::shared_ptr<PrefixIndex> index;
    std::vector<BlockHash> blocks;
    PrefixMatch match;  // as of the last choice
};

}  // namespace greeninfer::fleet
