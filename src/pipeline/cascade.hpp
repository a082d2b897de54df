#pragma once
// Lets the smallest promising model answer first, has the next one check the answer, and asks a larger one only where
// that is expected to be better.
//
// Stands between routing, which names the ladder of models, and dispatch, which asks one of them: each attempt and
// each check is one pass through the stages behind it. Requests that name their model pass through untouched.
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Cascade final : public Stage {
public:
    explicit Cascade(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    Worker& worker_;
};

}  // namespace greeninfer::pipeline
