#pragma once
// A ladder of three models without sockets: what stands in for dispatch answers and checks by a script.
#include <gtest/gtest.h>

#include <map>

#include "pipeline/cascade.hpp"
#include "pipeline/cascade_calibration.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/held_answer.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {

// What one model does. Its answers begin with its name, so that a test sees whose words went out.
struct Part {
    std::string text = "fine";
    std::optional<Fault> fails = {};   // with the answer
    std::string check = "YES";         // what it says when it checks; empty: it fails
    std::optional<double> p_yes = {};  // in log-probabilities, beside the word
    std::optional<double> own_log_probability = {};
};

inline std::string chat_reply(const std::string& text, const std::string& log_probabilities = "null") {
    return R"({"choices":[{"index":0,"message":{"role":"assistant","content":")" + text + R"("},"logprobs":)" +
           log_probabilities + R"(,"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}})";
}

inline std::string chat_events(const std::string& text) {
    return R"(data: {"choices":[{"index":0,"delta":{"content":")" + text +
           "\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
}

// Does what Dispatch does with an exchange, as far as the cascade can see.
class DispatchByScript final : public Stage {
public:
    explicit DispatchByScript(std::map<std::string, Part>& parts) : parts_(parts) {}

    Task<> handle(Exchange& exchange, Next) override {
        const std::string name = exchange.decision.model->settings.name;
        const Part& part = parts_[name];
        calls.push_back((exchange.purpose == Purpose::check ? "check " : "answer ") + name);
        exchange.outcome.endpoint = exchange.generation->fleet->endpoints_of(*exchange.decision.model).front();
        ++exchange.outcome.attempts;
        exchange.outcome.usage = wire::Usage{.prompt_tokens = 5, .completion_tokens = 2};
        exchange.outcome.sent_at = SystemClock().now();
        exchange.outcome.charges.push_back(charge_of_attempt(exchange, exchange.purpose));
        co_return exchange.purpose == Purpose::check ? check(exchange, part) : co_await answer(exchange, name, part);
    }

    std::vector<std::string> calls;

private:
    static Result<void> check(Exchange& exchange, const Part& part) {
        if (part.check.empty()) return fail(Fault::upstream_failed, "broken");
        exchange.hold->begin({.status = 200}, false);
        exchange.hold->bytes = chat_reply(part.check, part.p_yes ? entries(*part.p_yes) : "null");
        return {};
    }

    static Task<> answer(Exchange& exchange, const std::string& name, const Part& part) {
        if (part.fails) co_return fail(*part.fails, "broken");
        const std::string text = part.text.empty() ? part.text : "<" + name + ">" + part.text;
        const net::ResponseHead head{.status = 200};
        if (exchange.hold) co_return hold(exchange, text, part);
        const std::string body = exchange.view.stream ? chat_events(text) : chat_reply(text);
        const std::string_view piece = body;
        if (exchange.view.stream) co_return co_await exchange.sink.events(exchange, head, piece);
        co_return co_await exchange.sink.whole(exchange, head, {&piece, 1});
    }

    static Result<void> hold(Exchange& exchange, const std::string& text, const Part& part) {
        HeldAnswer& held = *exchange.hold;
        const bool gives = part.own_log_probability && held.wants_log_probabilities;
        const std::string own =
            gives ? R"({"content":[{"token":"x","logprob":)" + std::to_string(*part.own_log_probability) + "}]}"
                  : "null";
        held.begin({.status = 200}, exchange.view.stream);
        if (held.is_stream) held.head.fields.add("content-type", "text/event-stream");
        held.assembled = chat_reply(text, own);
        held.bytes = held.is_stream ? chat_events(text) : held.assembled;
        TRY(held.view, wire::read_answer_view(held.assembled));
        return {};
    }

    static std::string entries(double p_yes) {
        const auto entry = [](const std::string& token, double probability) {
            return R"({"token":")" + token + R"(","logprob":)" + std::to_string(std::log(probability)) + "}";
        };
        return R"({"content":[{"token":"x","logprob":-1,"top_logprobs":[)" + entry("YES", p_yes) + "," +
               entry("NO", 1 - p_yes) + "]}]}";
    }

    std::map<std::string, Part>& parts_;
};

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
