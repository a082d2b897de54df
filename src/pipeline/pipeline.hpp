#pragma once
// The stages of every request that a model answers, in their order. One per core.
#include <memory>
#include <vector>

#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Pipeline {
public:
    explicit Pipeline(Worker& worker);
    Task<> operator()(Exchange& exchange) const { return Next(stages_)(exchange); }

private:
    std::vector<std::unique_ptr<Stage>> stages_;
};

}  // namespace greeninfer::pipeline
