#pragma once
// Which models turned out to give no log-probabilities although they are configured to.
//
// Several hosted services ignore the field without a word and some refuse the request for it; asking each time would
// cost a rule of the cascade, or an attempt, on every request. Forgotten after a while, since servers are updated. One
// per core.
#include <chrono>
#include <cstddef>
#include <unordered_map>

#include "base/clock.hpp"

namespace greeninfer::pipeline {

class LogProbabilityMemory {
public:
    static constexpr std::chrono::minutes kRemembered{10};

    void note_missing(std::size_t model_id, Moment now) { missing_[model_id] = now; }
    bool missing(std::size_t model_id, Moment now) const {
        const auto found = missing_.find(model_id);
        return found != missing_.end() && now - found->second < kRemembered;
    }

private:
    std::unordered_map<std::size_t, Moment> missing_;  // at most one entry per configured model
};

}  // namespace greeninfer::pipeline
