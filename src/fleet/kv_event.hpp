#pragma once
// What an engine says about the blocks in its prefix cache: events in batches, as vLLM and SGLang publish them.
//
// The wire has changed once and will again: batches and events are arrays in older versions and maps in newer ones, at
// both levels and mixed, so both are read, what is not known is passed over and what is missing is nil. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace greeninfer::fleet {

// As the engine says it: signed, unsigned, or of bytes the first 8.
using EngineHash = std::uint64_t;

// Blocks of one prompt that follow each other.
struct KvBlocksStored {
    std::vector<EngineHash> hashes;
    std::optional<EngineHash> parent;  // absent: the first one begins the prompt
    std::vector<std::uint32_t> tokens;
    std::size_t tokens_per_block = 0;
    std::string medium;            // empty: not said, which means the memory of the accelerator
    bool is_adapted = false;       // of a LoRA adapter, whose blocks are not the model's own
    std::size_t plain_blocks = 0;  // how many of the first ones stand for tokens alone, without image or salt
    std::optional<std::int64_t> group;
    std::optional<std::int64_t> window;  // tokens of its sliding window: the engine keeps only the last ones
};

struct KvBlocksRemoved {
    std::vector<EngineHash> hashes;
    std::string medium;
    std::optional<std::int64_t> group;
};

struct KvAllCleared {};

using KvEvent = std::variant<KvBlocksStored, KvBlocksRemoved, KvAllCleared>;

struct KvEventBatch {
    std::vector<KvEvent> events;
    std::uint64_t unknown_events = 0;  // of types that are not known here
};

// Fails where the bytes are no MessagePack, no batch, or an event lacks what it is about; nothing of it counts then.
Result<KvEventBatch> decode_kv_events(std::string_view payload);

// Whether blocks are in the memory of the accelerator, where they cost nothing to use.
bool is_accelerator(std::string_view medium);

}  // namespace greeninfer::fleet
