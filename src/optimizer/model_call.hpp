#pragma once
// What the gateway asks the deletion model, and what comes back: words in, marks out.
//
// The model runs in another process (see pipeline/optimizer_child.hpp), so both are plain values with a byte form. The
// marks are advice: Draft::finish checks them against its own locks, so a mad or malicious model can delete less than
// it may, never more.
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/left_alone.hpp"

namespace greeninfer::optimizer {

enum class ModelTask : std::uint8_t {
    mark_deletions,  // say for each word whether it goes
    rewrite,         // a user's own model: write the text anew
};

struct ModelRequest {
    ModelTask task = ModelTask::mark_deletions;
    std::vector<std::string> words;    // what is left of the text, in order; never empty, none of them empty
    std::vector<std::uint8_t> locked;  // 1: may not be deleted; as long as words
};

struct ModelReply {
    std::vector<std::uint8_t> deleted;     // 1: goes; as long as the request's words, empty for a rewrite
    std::string rewritten;                 // of a rewrite only
    std::chrono::nanoseconds cpu_time{0};  // that the model's process spent on it
    std::uint32_t pieces = 0;              // tokens read by its encoder
    std::uint32_t decoder_steps = 0;       // 0: the gate saw nothing to delete
};

// One per core. Never blocks the core; an answer that comes after `limit` is `late`, and is thrown away when it comes.
class ModelPort {
public:
    virtual ~ModelPort() = default;
    virtual boost::asio::awaitable<std::expected<ModelReply, LeftAlone>> ask(ModelRequest request,
                                                                             std::chrono::milliseconds limit) = 0;
};

}  // namespace greeninfer::optimizer
