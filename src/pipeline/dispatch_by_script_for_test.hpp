#pragma once
// Stands in for dispatch, without sockets: each model answers and checks as a script says.
#include <cmath>
#include <map>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/held_answer.hpp"

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

}  // namespace greeninfer::pipeline
