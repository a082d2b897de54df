#pragma once
// Counts every request, whatever became of it: how it ended, how long each part took, tokens, energy and cost.
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Recording final : public Stage {
public:
    explicit Recording(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

    // Energy, carbon and what was saved.
    void record_footprints(const Exchange& exchange) const;

private:
    void record(const Exchange& exchange);
    void record_stages(const Exchange& exchange);
    void record_charge(const Exchange& exchange, const Charge& charge);
    void record_footprint(const Exchange& exchange, const Charge& charge) const;

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
