#pragma once
// One request through the cascade, with a ladder of three models without sockets.
#include <gtest/gtest.h>

#include "pipeline/cascade.hpp"
#include "pipeline/cascade_calibration.hpp"
#include "pipeline/dispatch_by_script_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {

class CascadeForTest {
public:
    // The next model is right nine times in ten; an answer goes when that is better by more than 0.3.
    static constexpr std::string_view kCalibration = R"({"format":"greeninfer-cascade-calibration","version":1,
        "pairs":[{"small":"*","large":"*","rules":[
        {"signal":"check_probability","right_now":{"bias":0,"weights":{"check_logit":1}},"right_next":{"bias":2.2,"weights":{}},"escalate_above":[{"quality_target":0.95,"gain":0.3,"kept_share":0.9}]},
        {"signal":"check_word","right_now":{"bias":-2,"weights":{"check_said_yes":4}},"right_next":{"bias":2.2,"weights":{}},"escalate_above":[{"quality_target":0.95,"gain":0.3,"kept_share":0.9}]},
        {"signal":"own_probability","right_now":{"bias":2,"weights":{"own_mean_log_probability":2}},"right_next":{"bias":2.2,"weights":{}},"escalate_above":[{"quality_target":0.95,"gain":0.3,"kept_share":0.9}]},
        {"signal":"cheap","right_now":{"bias":2,"weights":{"hedges":-5}},"right_next":{"bias":2.2,"weights":{}},"escalate_above":[{"quality_target":0.95,"gain":0.3,"kept_share":0.9}]}]}]})";

    CascadeForTest() {
        using enum models::Tier;
        using enum models::Capability;
        generation = make_generation(
            {.models = {model_for_test("s", small, {logprobs, tools}), model_for_test("m", medium, {logprobs, tools}),
                        model_for_test("l", large, {logprobs, tools})}},
            it.names);
        generation->cascade_calibration =
            std::make_shared<const CascadeCalibration>(CascadeCalibration::parse(kCalibration, "test").value());
        chain.push_back(std::make_unique<DispatchByScript>(parts));
    }

    Result<void> send(const std::string& members = "", std::optional<int> gone_after = {}) {
        one = std::make_unique<ExchangeForTest>(
            generation, R"({"model":"auto",)" + members + R"("messages":[{"role":"user","content":"Why is it so?"}]})");
        one->read();
        one->sink.gone_after = gone_after;
        Decision& decision = one->exchange.decision;
        decision.chosen_by_client = false;
        for (const std::string_view name : {"s", "m", "l"}) {
            decision.ladder.push_back(generation->catalogue.find(name));
        }
        decision.model = decision.ladder.front();
        calls().clear();
        return it.run(cascade.handle(one->exchange, Next(chain)));
    }

    std::vector<std::string>& calls() { return static_cast<DispatchByScript&>(*chain.front()).calls; }
    const std::string& written() const { return one->sink.written; }
    const CascadeReport& report() const { return one->exchange.outcome.cascade; }
    std::vector<std::string> path() const {
        std::vector<std::string> names;
        for (const models::Model* model : report().path) names.push_back(model->settings.name);
        return names;
    }

    WorkerForTest it;
    std::map<std::string, Part> parts;
    std::shared_ptr<Generation> generation;
    std::vector<std::unique_ptr<Stage>> chain;
    Cascade cascade{it.worker};
    std::unique_ptr<ExchangeForTest> one;
};

}  // namespace greeninfer::pipeline
