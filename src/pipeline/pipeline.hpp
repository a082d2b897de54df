#pragma once
// The stages of every request, in their order: of one that a model answers, and of one that only asks what would be
// decided. One of each per core.
#include <memory>
#include <vector>

#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

enum class PipelineKind { answer, analysis };

class Pipeline {
public:
    Pipeline(Worker& worker, PipelineKind kind);
    Task<> operator()(Exchange& exchange) const { return Next(stages_)(exchange); }

private:
    std::vector<std::unique_ptr<Stage>> stages_;
};

}  // namespace greeninfer::pipeline
