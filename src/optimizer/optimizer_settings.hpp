#pragma once
// How prompts are made shorter before a model reads them.
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/compaction.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::optimizer {

// What the model does with a text: says which words go, or writes it anew (a user's own model, behind the same guards).
enum class ShorteningMode { deletion, free };
inline constexpr std::array<std::string_view, 2> kShorteningModeNames = {"delete", "free"};

// When the model is asked at all.
enum class ShorteningGate { net_energy, always, off };
inline constexpr std::array<std::string_view, 3> kShorteningGateNames = {"net_energy", "always", "off"};

// In the order of CompactionKind.
inline constexpr std::array<std::string_view, kCompactionKinds> kCompactionKindNames = {"blanks", "json", "repeats",
                                                                                        "reply_chains"};

struct OptimizerSettings {
    bool enabled = true;
    std::string model;  // GGUF of a T5; empty: the one that is built in
    ShorteningMode mode = ShorteningMode::deletion;
    ShorteningGate gate = ShorteningGate::net_energy;
    double min_saving = 0.10;  // share of the words
    bool compaction = true;
    std::vector<CompactionKind> compaction_kinds = {CompactionKind::blanks, CompactionKind::json,
                                                    CompactionKind::repeats, CompactionKind::reply_chains};
    bool brief_answers = false;
    std::size_t queue = 8;                      // texts that the whole process may have with the model at once
    std::chrono::milliseconds time_limit{150};  // of one text, waiting included
    std::size_t threads = 1;                    // that the model computes on

    CompactionSwitches compaction_switches() const;
    // A process for the model is wanted.
    bool wants_model() const { return enabled && gate != ShorteningGate::off; }
};

void describe(config::Fields& fields, OptimizerSettings& settings);

}  // namespace greeninfer::optimizer
