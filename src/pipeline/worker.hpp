#pragma once
// What the stages of one core work with. Lives as long as the core; touched by its thread only, but for SharedLoad.
#include <atomic>
#include <cstdint>
#include <random>
#include <vector>

#include "account/bookkeeper.hpp"
#include "budget/budget_metrics.hpp"
#include "energy/gain_metrics.hpp"
#include "fleet/fleet_metrics.hpp"
#include "fleet/retry_budget.hpp"
#include "net/core.hpp"
#include "net/upstream_client.hpp"
#include "optimizer/model_call.hpp"
#include "pipeline/cascade_metrics.hpp"
#include "pipeline/deferral_metrics.hpp"
#include "pipeline/lacking_models.hpp"
#include "pipeline/optimizer_cost.hpp"
#include "pipeline/preview_book.hpp"
#include "pipeline/preview_metrics.hpp"
#include "pipeline/scored_prompt.hpp"
#include "pipeline/shortening_memory.hpp"
#include "pipeline/shortening_metrics.hpp"
#include "scorer/scratch.hpp"
#include "telemetry/request_metrics.hpp"
#include "wire/fault_table.hpp"

namespace greeninfer::pipeline {

// What all cores know of texts that were made shorter, and of what that cost.
struct SharedShortening {
    ShorteningMemory memory;
    OptimizerCost cost;
};

// What all cores do together.
struct SharedLoad {
    std::atomic<std::size_t> in_flight{0};  // requests being answered
    std::atomic<std::size_t> deferred{0};   // of these, waiting for cleaner electricity
    std::atomic<bool> draining{false};      // the process is on its way out and starts nothing new
    SharedShortening shortening;
    PreviewBook previews;
};

struct Worker {
    Worker(net::Core& worker_core, net::UpstreamClient& upstream, SharedLoad& shared_load,
           telemetry::LabelNames& label_names, account::Recorder usage_recorder, std::uint64_t seed)
        : core(worker_core),
          client(upstream),
          load(shared_load),
          names(label_names),
          requests(label_names),
          gains(label_names),
          recorder(usage_recorder),
          cascade(label_names),
          deferral(label_names),
          shortening(label_names),
          previews(label_names),
          random(seed),
          optimizer_label(label_names.intern("optimizer")) {
        outcome_labels.push_back(label_names.intern("ok"));
        for (int fault = 0; fault <= static_cast<int>(kLastFault); ++fault) {
            outcome_labels.push_back(label_names.intern(wire::fault_entry(static_cast<Fault>(fault)).name));
        }
    }

    net::Core& core;
    net::UpstreamClient& client;
    SharedLoad& load;
    telemetry::LabelNames& names;
    telemetry::RequestMetrics requests;
    energy::GainMetrics gains;
    account::Recorder recorder;  // of what each attempt used
    CascadeMetrics cascade;
    DeferralMetrics deferral;
    ShorteningMetrics shortening;
    PreviewMetrics previews;
    optimizer::ModelPort* optimizer = nullptr;  // the way to the deletion model; null: there is none
    LackingModels without_log_probabilities{std::chrono::minutes(10)};
    LackingModels without_schemas{std::chrono::hours(1)};
    fleet::FleetMetrics fleet;
    budget::BudgetMetrics budget;
    fleet::RetryBudget retry_budget;
    std::mt19937_64 random;
    telemetry::LabelId optimizer_label;              // in whose name its energy is written down
    std::vector<telemetry::LabelId> outcome_labels;  // of an attempt: "ok", then one per Fault
    ScoredPrompt scored_prompt;
    scorer::Scratch scratch;
    std::uint64_t turn = 0;  // grows with each choice of an endpoint

    Moment now() const { return core.clock().now(); }
};

}  // namespace greeninfer::pipeline
