#include "pipeline/shortening.hpp"

#include <gtest/gtest.h>

#include "optimizer/draft.hpp"
#include "pipeline/bill.hpp"
#include "pipeline/brief_answers.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/model_port_for_test.hpp"
#include "pipeline/recording.hpp"
#include "pipeline/shortening_json.hpp"
#include "pipeline/text_shortening.hpp"
#include "wire/json_text.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;
using optimizer::Draft;
using optimizer::LeftAlone;

// Known phrases take some of it, and leave words that a model may delete.
const std::string kVerbose =
    "Hello, I hope you are doing well today. I was wondering if you could possibly be so kind as to kindly explain to "
    "me, just basically in simple words, how photosynthesis works. Thank you very much in advance for your help.";
const std::string kOther =
    "Good morning! I would really appreciate it if you could please just kindly tell me, if you do not mind at all, "
    "how basically a steam engine works. Many thanks in advance for all of your time.";

std::string message(std::string_view role, std::string_view text) {
    std::string json = R"({"role":")" + std::string(role) + R"(","content":)";
    wire::append_json_string(text, json);
    return json + "}";
}

class ShorteningTest : public testing::Test {
protected:
    ShorteningTest() {
        auto large = model_for_test("large", models::Tier::large);
        generation_ = make_generation({.models = {large}, .grams_per_kwh = 500}, it_.names);
        generation_->optimizer.min_saving = 0;
        generation_->optimizer.gate = optimizer::ShorteningGate::always;
        const Draft draft(kVerbose);
        EXPECT_FALSE(draft.refused().has_value());
        EXPECT_GT(draft.open_words(), 0U) << "the tests need a text that a model is asked about";
    }

    Exchange& run(const std::string& messages, const ExchangeForTest::Fields& fields = {}, std::string model = "auto") {
        one_ = std::make_unique<ExchangeForTest>(
            generation_, R"({"model":")" + model + R"(", "messages":[)" + messages + R"(], "x": [1] })", fields);
        one_->read();
        if (prepare_) prepare_(one_->exchange);
        const auto last = LastStage::chain([](Exchange&) { return Result<void>(); });
        const auto done = it_.run(Shortening(it_.worker).handle(one_->exchange, Next(last)));
        EXPECT_TRUE(done.has_value());
        return one_->exchange;
    }
    std::string sent(std::size_t text) const {
        std::string plain;
        const Exchange& exchange = one_->exchange;
        wire::append_unescaped(exchange.view.texts[text].of(exchange.body), plain);
        return plain;
    }
    static std::string by_phrases(const std::string& text) { return Draft(text).finish(0).text; }
    static std::string by_model(const std::string& text) {
        const Draft draft(text);
        return draft.finish(ModelPortForTest::delete_all_open(draft.model_request()).value(), 0).text;
    }

    WorkerForTest it_;
    ModelPortForTest port_{it_};
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
    std::function<void(Exchange&)> prepare_;
};

TEST_F(ShorteningTest, WordsGoFromTheUsersTextAndNothingElseChanges) {
    const std::string system = message("system", kVerbose);
    const Exchange& exchange = run(system + ", " + message("user", kVerbose));
    EXPECT_EQ(sent(1), by_model(kVerbose));
    EXPECT_LT(sent(1).size(), by_phrases(kVerbose).size());
    EXPECT_EQ(exchange.body, R"({"model":"auto", "messages":[)" + system + ", " + message("user", by_model(kVerbose)) +
                                 R"(], "x": [1] })");
    EXPECT_EQ(exchange.shortening.left_alone, std::nullopt);
    EXPECT_GT(exchange.shortening.deleted_by_model, 0U);
}

TEST_F(ShorteningTest, ANamedModelIsSentTheClientsOwnBytes) {
    const Exchange& exchange = run(message("user", kVerbose), {}, "large");
    EXPECT_EQ(exchange.body.data(), exchange.client_body.text().data());
    EXPECT_EQ(exchange.shortening.left_alone, LeftAlone::not_asked);
    EXPECT_TRUE(port_.requests.empty());
    run(message("user", kVerbose), {{"x-greeninfer-optimize", "on"}}, "large");
    EXPECT_EQ(sent(0), by_model(kVerbose));
}

TEST_F(ShorteningTest, WhatNeedsNoChangeStaysByteForByte) {
    port_.answer = [](const auto& request) {
        return optimizer::ModelReply{.deleted = std::vector<std::uint8_t>(request.words.size(), 0)};
    };
    const Exchange& exchange = run(message("user", "What is 7 times 6?"));
    EXPECT_EQ(exchange.body.data(), exchange.client_body.text().data());
    EXPECT_FALSE(exchange.shortening.changed());
    EXPECT_TRUE(exchange.shortening.left_alone.has_value());
}

TEST_F(ShorteningTest, TheSameHistoryIsTheSameBytesInEachTurn) {
    run(message("user", kVerbose));
    const std::string first = sent(0);
    // The model would say something else by now.
    port_.answer = [](const auto&) { return std::unexpected(LeftAlone::busy); };
    run(message("user", kVerbose) + "," + message("assistant", "It does.") + "," + message("user", kOther));
    EXPECT_EQ(sent(0), first);
    EXPECT_EQ(sent(2), kOther);
    EXPECT_EQ(one_->exchange.shortening.left_alone, LeftAlone::busy);
    EXPECT_EQ(port_.requests.size(), 2U) << "a text is judged once";
    // And what was left alone stays alone while the conversation goes on.
    port_.answer = ModelPortForTest::delete_all_open;
    run(message("user", kVerbose) + "," + message("assistant", "It does.") + "," + message("user", kOther) + "," +
        message("assistant", "So does it.") + "," + message("user", "And why?"));
    EXPECT_EQ(sent(0), first);
    EXPECT_EQ(sent(2), kOther);
    for (const auto& request : std::span(port_.requests).subspan(2)) EXPECT_EQ(request.words.front(), "And");
}

TEST_F(ShorteningTest, ClientsDoNotLearnFromEachOther) {
    Client one;
    one.settings.name = "one";
    run(message("user", kVerbose));
    run(message("user", kVerbose));
    EXPECT_EQ(port_.requests.size(), 1U);
    ExchangeForTest other(generation_, R"({"model":"auto","messages":[)" + message("user", kVerbose) + "]}");
    other.read().exchange.client = &one;
    const auto last = LastStage::chain([](Exchange&) { return Result<void>(); });
    ASSERT_TRUE(it_.run(Shortening(it_.worker).handle(other.exchange, Next(last))).has_value());
    EXPECT_EQ(port_.requests.size(), 2U);
}

TEST_F(ShorteningTest, AModelThatCannotAnswerLeavesTheOriginal) {
    for (const LeftAlone reason : {LeftAlone::busy, LeftAlone::late, LeftAlone::failed, LeftAlone::not_loaded}) {
        SCOPED_TRACE(name_of(reason));
        port_.answer = [reason](const auto&) { return std::unexpected(reason); };
        const Exchange& exchange = run(message("user", kVerbose + " " + std::string(name_of(reason)) + "."));
        EXPECT_EQ(exchange.body.data(), exchange.client_body.text().data());
        EXPECT_EQ(exchange.shortening.left_alone, reason);
    }
    it_.worker.optimizer = nullptr;
    EXPECT_EQ(run(message("user", kOther)).shortening.left_alone, LeftAlone::not_loaded);
}

TEST_F(ShorteningTest, AModelThatWritesFreelyStandsBehindTheSameGuards) {
    generation_->optimizer.mode = optimizer::ShorteningMode::free;
    port_.answer = [](const optimizer::ModelRequest& request) {
        EXPECT_EQ(request.task, optimizer::ModelTask::rewrite);
        return optimizer::ModelReply{.rewritten = "How photosynthesis works in plant leaves", .cpu_time = 1ms};
    };
    const std::string text = "Walk me slowly through the way in which photosynthesis works inside the leaves of plants";
    run(message("user", text));
    EXPECT_EQ(sent(0), "How photosynthesis works in plant leaves");
    EXPECT_GT(one_->exchange.shortening.deleted_by_model, 0U);
    run(message("user", text) + "," + message("user", "12"));
    EXPECT_EQ(sent(0), "How photosynthesis works in plant leaves") << "the next turn sends the same";
    EXPECT_EQ(port_.requests.size(), 1U);
    port_.answer = [](const auto&) { return optimizer::ModelReply{.rewritten = "Photosynthesis?", .cpu_time = 1ms}; };
    const std::string guarded = "I would like you to explain why photosynthesis never works below 4 degrees";
    EXPECT_EQ(run(message("user", guarded)).shortening.left_alone, LeftAlone::verification_failed);
    EXPECT_EQ(sent(0), guarded);
}

TEST_F(ShorteningTest, AnAnswerForOtherWordsIsAFailure) {
    port_.answer = [](const auto&) { return optimizer::ModelReply{.deleted = {1, 1}, .cpu_time = 1ms}; };
    EXPECT_EQ(run(message("user", kVerbose)).shortening.left_alone, LeftAlone::failed);
    EXPECT_EQ(one_->exchange.shortening.cpu_time, 1ms) << "but it took its time";
}

TEST_F(ShorteningTest, TheNewestTextsAreAskedAboutAndAllWithinOneLimit) {
    port_.delay = 20ms;
    std::string messages;
    for (int i = 0; i < 7; ++i) messages += message("user", kVerbose + " Example " + std::to_string(i) + ".") + ",";
    messages.pop_back();
    run(messages);
    ASSERT_EQ(port_.requests.size(), TextShortening::kModelCallsPerRequest);
    EXPECT_EQ(port_.requests[0].words.back(), "6.");
    EXPECT_LE(port_.limits[0], generation_->optimizer.time_limit);
    EXPECT_LT(port_.limits[3], port_.limits[0] - 40ms);
}

TEST_F(ShorteningTest, AConversationThatCameInWholeStaysAsItWasSent) {
    std::string messages;
    for (int i = 0; i < 7; ++i) messages += message("user", kVerbose + " Example " + std::to_string(i) + ".") + ",";
    run(messages.substr(0, messages.size() - 1));
    const std::string first(
        one_->exchange.body.substr(0, one_->exchange.body.rfind(']', one_->exchange.body.size() - 8)));
    // There are calls left for the older ones by now, but they have been sent.
    run(messages + message("user", "12"));
    EXPECT_TRUE(one_->exchange.body.starts_with(first)) << one_->exchange.body;
}

TEST_F(ShorteningTest, WithoutTheModelKnownPhrasesStillGo) {
    generation_->optimizer.gate = optimizer::ShorteningGate::off;
    run(message("user", kVerbose));
    EXPECT_EQ(sent(0), by_phrases(kVerbose));
    EXPECT_TRUE(port_.requests.empty());
}

TEST_F(ShorteningTest, WhereItWouldNotPayTheModelIsNotAsked) {
    generation_->optimizer.gate = optimizer::ShorteningGate::net_energy;
    // So slow that nothing pays.
    it_.load.shortening.cost.record({.cpu_time = 1000s, .words = 1, .open_words = 1});
    // Whether it is one of those asked anyway, the text decides.
    std::string text = kVerbose;
    while (ShorteningMemory::key_of("", generation_->number, text)[0] % kProbeOneIn == 0) text += " Thanks.";
    const Exchange& exchange = run(message("user", text));
    EXPECT_TRUE(port_.requests.empty());
    ASSERT_TRUE(exchange.shortening.gate.has_value());
    EXPECT_FALSE(exchange.shortening.gate->asks);
    EXPECT_GT(exchange.shortening.gate->costs, exchange.shortening.gate->saves);
    EXPECT_EQ(sent(0), by_phrases(text)) << "known phrases cost nothing";
    const auto json = shortening_json(exchange, std::nullopt);
    EXPECT_TRUE(json->contains(R"("gate":{"setting":"net_energy","asked":false)")) << *json;
    // The decision stands for the conversation, whatever is measured later.
    for (int i = 0; i < 500; ++i) it_.load.shortening.cost.record({.cpu_time = 1us, .words = 100});
    run(message("user", text));
    EXPECT_TRUE(port_.requests.empty());
}

TEST_F(ShorteningTest, ItsEnergyIsOnTheBillAndInTheAccount) {
    Exchange& exchange = run(message("user", kVerbose));
    const Energy it_energy = Power::watts(generation_->watts_per_core) * 10ms;
    ASSERT_TRUE(exchange.shortening.footprint.has_value());
    EXPECT_DOUBLE_EQ(exchange.shortening.footprint->it_energy.as_joules(), it_energy.as_joules());
    EXPECT_DOUBLE_EQ(exchange.shortening.footprint->energy.as_joules(), it_energy.as_joules() * grid::kDefaultPue);
    const Bill bill = bill_of(exchange);
    ASSERT_TRUE(bill.footprint.has_value());
    EXPECT_DOUBLE_EQ(bill.footprint->energy.as_joules(), exchange.shortening.footprint->energy.as_joules());
    EXPECT_EQ(name_of(bill.footprint->evidence), "attributed");
    Recording(it_.worker).record_usage(exchange);
    EXPECT_NEAR(it_.metric(R"(greeninfer_energy_joules_total{model="optimizer",region="none",department="none",)"
                           R"(method="attributed"})"),
                bill.footprint->energy.as_joules(), 1e-6);
    EXPECT_EQ(it_.metric("greeninfer_energy_unknown_requests_total"), 0);
}

TEST_F(ShorteningTest, ItsEnergyIsChargedToTheSession) {
    prepare_ = [this](Exchange& exchange) {
        ASSERT_TRUE(exchange.budget.open(generation_->budgets, nullptr, nullptr, "s1").has_value());
    };
    const Exchange& exchange = run(message("user", kVerbose));
    const auto totals = exchange.budget.store()->status(*exchange.budget.session()).totals;
    const energy::Footprint& footprint = *exchange.shortening.footprint;
    EXPECT_NEAR(static_cast<double>(totals.energy_microjoules), footprint.energy.as_joules() * 1e6, 0.5);
    EXPECT_NEAR(static_cast<double>(totals.cost.carbon_nanograms), footprint.carbon->as_grams() * 1e9, 1);
    EXPECT_EQ(totals.prompts, 0U);
}

TEST_F(ShorteningTest, TheBaselineHasTheOriginalPrompt) {
    generation_->optimizer.gate = optimizer::ShorteningGate::off;
    Exchange& exchange = run(message("user", kVerbose));
    exchange.decision.model = generation_->catalogue.find("large");
    one_->at(0);
    exchange.outcome.usage = wire::Usage{.prompt_tokens = 40, .completion_tokens = 10};
    const auto tokens = prompt_tokens_of(exchange);
    ASSERT_TRUE(tokens.has_value());
    EXPECT_EQ(tokens->sent, 40U);
    EXPECT_GT(tokens->original, 40U);
    EXPECT_FALSE(tokens->counted);
    const Bill bill = bill_of(exchange);
    EXPECT_GT(bill.baseline->energy, bill.footprint->energy);
    EXPECT_GE(*bill.saved_pct(), 0);
}

TEST_F(ShorteningTest, CompactionComesAfterTheWordsAndIsCountedByKind) {
    const std::string json = "{\n    \"name\": \"a\",\n    \"list\": [\n        1,\n        2\n    ]\n}";
    const std::string call = R"({"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",)"
                             R"("function":{"name":"f","arguments":"{   \"a\" :  1 }"}}]})";
    const Exchange& exchange = run(message("user", kVerbose) + "," + call + "," + message("tool", json));
    EXPECT_EQ(sent(1), R"({"name":"a","list":[1,2]})");
    EXPECT_TRUE(exchange.body.contains(call)) << "tool calls are never touched";
    EXPECT_EQ(exchange.shortening.compacted_bytes[1], json.size() - sent(1).size());
    generation_->optimizer.compaction = false;
    run(message("user", kVerbose) + "," + message("tool", json));
    EXPECT_EQ(sent(1), json);
}

TEST_F(ShorteningTest, ABriefAnswerIsAskedForInTheSamePlaceInEachTurn) {
    const ExchangeForTest::Fields brief = {{"x-greeninfer-brief", "on"}, {"x-greeninfer-optimize", "off"}};
    const std::string turn = message("user", "Why is the sky blue?");
    const std::string more = "," + message("assistant", "Scattering.") + "," + message("user", "Of what?");
    run(turn, brief);
    EXPECT_EQ(one_->exchange.view.messages.front().role, wire::Role::system);
    EXPECT_EQ(sent(0), kBriefInstruction);
    const std::string first(one_->exchange.body.substr(0, one_->exchange.body.find("]")));
    run(turn + more, brief);
    EXPECT_TRUE(one_->exchange.body.starts_with(first));
    EXPECT_TRUE(one_->exchange.shortening.brief);
    EXPECT_EQ(one_->exchange.shortening.left_alone, LeftAlone::not_asked);
    const std::string system = message("system", "Be kind.");
    run(system + "," + turn + more, brief);
    EXPECT_EQ(sent(0), "Be kind.");
    EXPECT_EQ(sent(1), "Why is the sky blue?\n\n" + std::string(kBriefInstruction));
}

TEST_F(ShorteningTest, AMegabyteIsNotDrafted) {
    const std::string long_text(Shortening::kMaxUserBytes + 1, 'a');
    EXPECT_EQ(run(message("user", long_text)).shortening.left_alone, LeftAlone::too_long);
    // What was shortened before the long text came stays so.
    run(message("user", kVerbose) + "," + message("assistant", "It does.") + "," + message("user", long_text));
    EXPECT_EQ(sent(0), by_model(kVerbose));
}

TEST_F(ShorteningTest, TheReceiptSaysWhatWasDone) {
    const Exchange& exchange = run(message("user", kVerbose));
    const auto json = shortening_json(exchange, PromptTokens{.original = 50, .sent = 40, .counted = true});
    ASSERT_TRUE(json.has_value());
    EXPECT_TRUE(json->starts_with(R"({"applied":["phrases","model"],"original_tokens":50,"optimized_tokens":40,)"
                                  R"("tokens_saved":10,"reduction_pct":20,"tokens_method":"counted","texts":1,)"))
        << *json;
    EXPECT_TRUE(json->contains(R"("energy_method":"attributed","cpu_ms":10)")) << *json;
    EXPECT_EQ(shortening_json(run(message("user", kVerbose), {}, "large"), std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace greeninfer::pipeline
