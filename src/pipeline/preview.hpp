#pragma once
// Announces an answer before it is made: two sentences and an outline by the smallest model that can, what the answer
// is expected to take, and an id by which the client goes on, if it wants to.
//
// Stands behind routing, which says what would answer and what that would cost, and before the cascade, which only runs
// where no preview is made or one was confirmed.
#include "pipeline/preview_maker.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Preview final : public Stage {
public:
    explicit Preview(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    Task<> run_in_full(Exchange& exchange, Next next);
    Task<bool> make(Exchange& exchange, Next next);
    void keep(Exchange& exchange, PreviewTry made, const models::Model& model, const PreviewEstimate& estimate);
    PreviewSpent spent_before(const Exchange& exchange, const PreviewDigest& prompt);
    void take_expired(const Generation& generation);
    void count_choice(const PreviewReport& report);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
