#pragma once
// Which models' servers turned out not to do something that others do, so that it is not asked of them each time: the
// asking costs an attempt, or a rule of the cascade, on every request.
//
// Learned and not configured, because hosted services ignore a field without a word or refuse it from one day to the
// next. Forgotten after a while, since servers are updated. One per core and thing that may be lacking.
#include <chrono>
#include <cstddef>
#include <unordered_map>

#include "base/clock.hpp"

namespace greeninfer::pipeline {

class LackingModels {
public:
    explicit LackingModels(std::chrono::minutes remembered) : remembered_(remembered) {}

    void note(std::size_t model_id, Moment now) { noted_[model_id] = now; }
    bool contains(std::size_t model_id, Moment now) const {
        const auto found = noted_.find(model_id);
        return found != noted_.end() && now - found->second < remembered_;
    }

private:
    std::chrono::minutes remembered_;
    std::unordered_map<std::size_t, Moment> noted_;  // at most one entry per configured model
};

}  // namespace greeninfer::pipeline
