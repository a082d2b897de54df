#pragma once
// One request's energy and carbon from beginning to end, as the benchmark and the test of allocations run it.
#include "pipeline/bill.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/recording.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {

class AccountedRequest {
public:
    AccountedRequest() {
        auto small = model_for_test("small");
        small.endpoints[0].region = "us-south1";
        auto large = model_for_test("large", models::Tier::large);
        large.energy = {.active_parameters_b = 70, .gpu = energy::Gpu::h100, .gpus = 4};
        generation_ = make_generation({.models = {small, large}}, it.names);
        one_.emplace(generation_, R"({"model":"small","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
        exchange().outcome.usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 200};
        exchange().outcome.charges.reserve(4);
    }

    // What the request's end adds: records of its charges, what was saved. After account().
    void record() { Recording(it.worker).record_usage(exchange()); }

    // Everything that accounting adds to a request of one attempt: its charge, its bill with the baseline, its
    // counters.
    void account() {
        Exchange& one = exchange();
        one.outcome.charges.clear();
        one.outcome.attempt_open = true;
        book_attempt(one, {});
        Recording(it.worker).record_usage(one);
    }

    Exchange& exchange() { return one_->exchange; }
    WorkerForTest it;

private:
    std::shared_ptr<Generation> generation_;
    std::optional<ExchangeForTest> one_;
};

}  // namespace greeninfer::pipeline
