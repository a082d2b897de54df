#pragma once
// Which models' servers refused a JSON schema, so that not every preview is asked for twice. Forgotten after an hour,
// since servers are updated. One per core.
#include <chrono>
#include <cstddef>
#include <unordered_map>

#include "base/clock.hpp"

namespace greeninfer::pipeline {

class RefusedSchemas {
public:
    static constexpr std::chrono::hours kRemembered{1};

    void note(std::size_t model_id, Moment now) { refused_[model_id] = now; }
    bool refuses(std::size_t model_id, Moment now) const {
        const auto found = refused_.find(model_id);
        return found != refused_.end() && now - found->second < kRemembered;
    }

private:
    std::unordered_map<std::size_t, Moment> refused_;  // at most one entry per configured model
};

}  // namespace greeninfer::pipeline
