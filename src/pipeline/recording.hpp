#pragma once
// Counts every request, whatever became of it: how it ended and how long each part took on this core's counters, what
// each of its attempts used into the account.
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Recording final : public Stage {
public:
    explicit Recording(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

    // What its attempts used, and what was saved.
    void record_usage(const Exchange& exchange);

private:
    void record(const Exchange& exchange);
    void record_stages(const Exchange& exchange);
    void record_gains(const Exchange& exchange);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
