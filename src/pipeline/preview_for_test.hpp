#pragma once
// Requests with previews, against models without sockets that say what a test has written down.
#include <gtest/gtest.h>

#include <deque>

#include "pipeline/confirmation.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/held_answer.hpp"
#include "pipeline/preview.hpp"
#include "pipeline/worker_for_test.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

inline constexpr std::string_view kSoundPreview =
    R"({"summary":["A second bridge pays off only later.","Better buses help sooner and cost less."],)"
    R"("outline":["How much traffic crosses","What it costs to build","Who gains by it"]})";
inline constexpr std::string_view kOtherPreview =
    R"({"summary":["Wildlife along the river suffers most.","Fewer lanes would spare the old trees."],)"
    R"("outline":["Birds that breed nearby","Trees older than houses","Noise after midnight"]})";

// Stands in for dispatch: charges what it is asked, and says the next of the texts where a preview is wanted.
class ModelsByScript final : public Stage {
public:
    struct Line {
        std::string text = {};
        std::optional<Fault> fails = {};
    };

    Task<> handle(Exchange& exchange, Next) override {
        bodies.emplace_back(exchange.body);
        purposes.push_back(exchange.purpose);
        exchange.outcome.endpoint = exchange.generation->fleet->endpoints_of(*exchange.decision.model).front();
        ++exchange.outcome.attempts;
        exchange.outcome.usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 50};
        exchange.outcome.sent_at = SystemClock().now();
        exchange.outcome.charges.push_back(charge_of_attempt(exchange, exchange.purpose));
        if (exchange.purpose != Purpose::preview) co_return co_await exchange.sink.done(exchange);
        Line line = lines.front();
        if (lines.size() > 1) lines.pop_front();
        if (line.fails) co_return fail(*line.fails, "broken");
        exchange.hold->begin({.status = 200}, false);
        exchange.hold->view.text = std::move(line.text);
        co_return Result<void>();
    }

    std::deque<Line> lines = {{.text = std::string(kSoundPreview)}};
    std::vector<std::string> bodies;
    std::vector<Purpose> purposes;
};

class PreviewForTest : public testing::Test {
protected:
    PreviewForTest() {
        using enum models::Tier;
        generation = make_generation({.models = {model_for_test("s", small), model_for_test("l", large)}}, it.names);
        chain.push_back(std::make_unique<Preview>(it.worker));
        chain.push_back(std::make_unique<ModelsByScript>());
    }

    // As the stages before leave it: read, confirmed, decided for the large model.
    Result<void> send(const std::string& members, std::string_view prompt = "Why build a bridge?") {
        std::string body = R"({"prompt":)";
        wire::append_json_string(prompt, body);
        one = std::make_unique<ExchangeForTest>(generation, body + members + "}");
        Exchange& exchange = one->native().exchange;
        exchange.native = wire::read_native_request(exchange.client_body).value();
        exchange.native_body = R"({"model":"auto","messages":[{"role":"user","content":)";
        wire::append_json_string(prompt, exchange.native_body);
        exchange.native_body += "}]}";
        const auto padded = wire::PaddedView::of(exchange.native_body);
        exchange.body = padded.text();
        exchange.view = wire::read_request(wire::RequestKind::chat, padded).value();
        Decision& decision = exchange.decision;
        decision.chosen_by_client = false;
        for (const std::string_view name : {"s", "l"})
            decision.candidates.push_back({.model = generation->catalogue.find(name)});
        decision.model = generation->catalogue.find("l");
        decision.ladder = {decision.model};
        decision.assessment = scorer::Assessment{.score = score};
        return it.run(Confirmation(it.worker).handle(exchange, Next(chain)));
    }

    Result<void> confirm(const std::string& id, const std::string& choice,
                         std::string_view prompt = "Why build a bridge?") {
        return send(R"(,"confirm":{"preview_id":")" + id + R"(","choice":")" + choice + "\"}", prompt);
    }

    std::string make() {
        EXPECT_TRUE(send(R"(,"preview":"always")"));
        return made() ? made()->id : std::string();
    }

    ModelsByScript& models() { return static_cast<ModelsByScript&>(*chain.back()); }
    const PreviewReport& report() const { return one->exchange.preview; }
    const std::optional<MadePreview>& made() const { return report().made; }

    float score = 70;
    WorkerForTest it;
    std::shared_ptr<Generation> generation;
    std::vector<std::unique_ptr<Stage>> chain;
    std::unique_ptr<ExchangeForTest> one;
};

}  // namespace greeninfer::pipeline
