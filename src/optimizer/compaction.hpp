#pragma once
// Making long contexts shorter without losing anything: blanks, pretty-printed JSON, blocks repeated word for word,
// quoted reply chains.
//
// That is where real tokens are: prompts that people type hold next to nothing to delete, pasted and generated context
// does. Each kind can be switched off and is counted apart. A part depends on the parts before it only, so a
// conversation that grows gives the same bytes for its older turns, and prefix caches stay warm.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::optimizer {

enum class CompactionKind : std::uint8_t { blanks, json, repeats, reply_chains };
inline constexpr std::size_t kCompactionKinds = 4;
std::string_view name_of(CompactionKind kind);

enum class PartKind : std::uint8_t {
    fixed,  // system and developer messages, tool calls, schemas: never touched, but repeats may refer to it
    user,
    assistant,  // earlier answers: never touched either, as they lie in the caches of model servers as they were
                // written
    tool_result,
};

struct Part {
    PartKind kind = PartKind::fixed;
    std::string_view text;  // unescaped UTF-8
    // The message it belongs to, counted from 1 as the model will see them; 0: each part is a message of its own.
    std::uint32_t message = 0;
};

struct CompactionSwitches {
    std::array<bool, kCompactionKinds> enabled{true, true, true, true};
};

struct Compacted {
    std::vector<std::optional<std::string>> texts;  // per part; absent: unchanged
    std::array<std::uint64_t, kCompactionKinds> bytes_saved{};
};

// `parts` in the order of the conversation.
Compacted compact(std::span<const Part> parts, const CompactionSwitches& switches);

}  // namespace greeninfer::optimizer
