#pragma once
// What was done to a request's prompt before a model saw it: for its receipt, its bill and the metrics.
//
// Plain values, part of an Exchange.
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "energy/footprint.hpp"
#include "optimizer/compaction.hpp"
#include "optimizer/left_alone.hpp"
#include "pipeline/net_energy_gate.hpp"

namespace greeninfer::pipeline {

struct TokenCount;

struct ShorteningReport {
    bool is_said = false;  // worth a word in the receipt
    // Why no words went from the newest text of the user; absent: some did.
    std::optional<optimizer::LeftAlone> left_alone = optimizer::LeftAlone::not_asked;
    std::array<std::uint64_t, optimizer::kCompactionKinds> compacted_bytes = {};
    std::uint32_t shortened_texts = 0;  // of the user's, over the whole conversation, and words that went from them
    std::uint32_t deleted_by_phrases = 0;
    std::uint32_t deleted_by_model = 0;
    bool brief = false;                   // the instruction for a brief answer was added
    std::uint64_t text_bytes_before = 0;  // of all texts of the request as they lie in its body
    std::uint64_t text_bytes_after = 0;
    std::optional<GateWeighing> gate;            // of the newest text that was weighed
    std::chrono::nanoseconds cpu_time{0};        // that the model spent
    std::optional<energy::Footprint> footprint;  // of that; absent: it was not asked
    std::shared_ptr<const TokenCount> tokens;    // null: not asked for

    std::uint64_t all_compacted_bytes() const;
    bool changed() const { return shortened_texts > 0 || brief || all_compacted_bytes() > 0; }
};

inline std::uint64_t ShorteningReport::all_compacted_bytes() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t bytes : compacted_bytes) sum += bytes;
    return sum;
}

}  // namespace greeninfer::pipeline
