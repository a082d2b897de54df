#include "pipeline/budgeting.hpp"

#include <gtest/gtest.h>

#include "pipeline/affordable.hpp"
#include "pipeline/attempt_budget.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/session_report.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using budget::Level;
using models::Tier;

constexpr std::string_view kBody = R"({"model":"auto","max_tokens":100,"messages":[{"role":"user","content":"hi"}]})";

class BudgetingTest : public testing::Test {
protected:
    BudgetingTest() {
        options_.models = {model_for_test("small", Tier::small), model_for_test("large", Tier::large)};
        ClientSettings client{.name = "team", .department = "search"};
        client.spending.carbon = {.grams = 100, .per = budget::Period::day};
        options_.clients = {client};
        options_.departments = {{.name = "search", .spending = {.carbon = {.grams = 1000}, .money = {.usd = 1}}}};
    }

    // Sends one request of the client; `act` stands for all that comes after.
    Result<void> send(const LastStage::Act& act, const ExchangeForTest::Fields& fields = {}) {
        if (!generation_) generation_ = make_generation(options_, it_.names);
        one_ = std::make_unique<ExchangeForTest>(generation_, std::string(kBody), fields);
        one_->read();
        one_->exchange.client = generation_->clients.all().data();
        one_->exchange.department = one_->exchange.client->department;
        const auto chain = LastStage::chain(act);
        return it_.run(Budgeting(it_.worker).handle(one_->exchange, Next(chain)));
    }
    // A request whose one attempt books this.
    Result<void> send_costing(double grams, const ExchangeForTest::Fields& fields = {}) {
        return send(
            [&](Exchange& exchange) -> Result<void> {
                const models::Model& model = *generation_->catalogue.find("small");
                TRY(auto budget, AttemptBudget::reserve(exchange, model, expected_tokens(exchange, model)));
                ++exchange.outcome.attempts;
                exchange.outcome.charges.push_back(
                    {.model = &model,
                     .footprint = energy::Footprint{.energy = Energy::joules(1), .carbon = Carbon::grams(grams)}});
                budget.settle();
                return {};
            },
            fields);
    }
    Level level_of_next(const ExchangeForTest::Fields& fields = {}) {
        EXPECT_TRUE(send([](Exchange&) { return Result<void>(); }, fields).has_value());
        return one_->exchange.budget.level();
    }
    std::string answer_fields() const { return std::string(one_->exchange.answer_fields.text()); }
    // Of the client's budget and of its department's.
    double used() const { return used(*generation_->budgets.standing(one_->exchange.client).line); }
    double used_by_department() const { return used(*generation_->budgets.line_of(one_->exchange.department)); }
    double used(const budget::Line& line) const {
        return budget::grams(generation_->budgets.store()->status(line).carbon.used);
    }

    WorkerForTest it_;
    GenerationOptions options_;
    std::shared_ptr<const Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
};

const ExchangeForTest::Fields kSession = {{"x-greeninfer-session", "s"}};

TEST_F(BudgetingTest, AnAttemptIsChargedToSessionClientAndDepartment) {
    ASSERT_TRUE(send_costing(2, kSession).has_value());
    EXPECT_DOUBLE_EQ(used(), 2);
    EXPECT_DOUBLE_EQ(used_by_department(), 2);
    const auto json = session_json(one_->exchange);
    ASSERT_TRUE(json.has_value());
    EXPECT_TRUE(json->contains(R"("carbon_used_g":2,"carbon_reserved_g":0,"carbon_remaining_g":3)")) << *json;
    ASSERT_TRUE(send_costing(2).has_value());
    EXPECT_DOUBLE_EQ(used(), 4);
    EXPECT_FALSE(session_json(one_->exchange).has_value()) << "no session was named";
}

TEST_F(BudgetingTest, LevelsRiseToTheEndOfTheBudget) {
    EXPECT_EQ(level_of_next(), Level::ok);
    EXPECT_EQ(answer_fields(), "");
    ASSERT_TRUE(send_costing(80).has_value());
    EXPECT_EQ(level_of_next(), Level::warn);
    EXPECT_FALSE(one_->exchange.budget.forces_eco());
    EXPECT_EQ(answer_fields(), "x-greeninfer-budget: warn\r\n");
    ASSERT_TRUE(send_costing(10).has_value());
    EXPECT_EQ(level_of_next(), Level::eco);
    EXPECT_TRUE(one_->exchange.budget.forces_eco());
    ASSERT_TRUE(send_costing(10).has_value());
    const auto refused = send_costing(1);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::carbon_budget_exceeded);
    EXPECT_TRUE(refused.error().detail.contains("client 'team' (100 g per day) is used up")) << refused.error().detail;
    EXPECT_EQ(it_.metric(R"(greeninfer_budget_refusals_total{reason="carbon"})"), 1);
}

TEST_F(BudgetingTest, AtTheLimitTheSmallestModelMayGoOn) {
    options_.budget.at_limit = budget::AtLimit::smallest;
    ASSERT_TRUE(send_costing(100).has_value());
    ASSERT_TRUE(send_costing(1).has_value());
    EXPECT_TRUE(one_->exchange.budget.smallest_only());
    EXPECT_DOUBLE_EQ(used(), 101);
    EXPECT_EQ(it_.metric(R"(greeninfer_budget_downgrades_total{to="smallest"})"), 1);
    const auto larger = send([&](Exchange& exchange) -> Result<void> {
        TRY(auto budget, AttemptBudget::reserve(exchange, *generation_->catalogue.find("large"), {}));
        return {};
    });
    EXPECT_EQ(larger.error().fault, Fault::carbon_budget_exceeded) << "no larger one, even when it is asked for";
}

TEST_F(BudgetingTest, WorkThatIsNotBookedCostsNothing) {
    ASSERT_TRUE(send([&](Exchange& exchange) -> Result<void> {
                    const models::Model& model = *generation_->catalogue.find("large");
                    TRY(auto budget, AttemptBudget::reserve(exchange, model, expected_tokens(exchange, model)));
                    EXPECT_FALSE(AttemptBudget::reserve(exchange, model, {.completion = 1'000'000'000}).has_value());
                    budget.settle();
                    return {};
                }).has_value());
    EXPECT_DOUBLE_EQ(used(), 0);
    EXPECT_EQ(level_of_next(), Level::ok);
}

TEST_F(BudgetingTest, WhatIsUnknownOfAChargeIsTheEstimate) {
    const budget::Cost estimate{.carbon_nanograms = 5, .money_nanodollars = 7};
    EXPECT_EQ(totals_of({}, estimate).cost, estimate);
    EXPECT_EQ(totals_of({}, estimate).unknown_energy, 1u);
    EXPECT_EQ(totals_of({}, estimate).unknown_money, 1u);
    const Charge known{.footprint = energy::Footprint{.energy = Energy::joules(2), .carbon = Carbon::grams(1e-9)},
                       .cost = Money::usd(3e-9)};
    EXPECT_EQ(totals_of(known, estimate), (budget::Totals{.cost = {.carbon_nanograms = 1, .money_nanodollars = 3},
                                                          .energy_microjoules = 2'000'000}));
}

TEST_F(BudgetingTest, AnEstimateIsWhatTheRequestMayWriteAtMost) {
    struct Row {
        std::string body;
        wire::RequestKind kind;
        std::uint64_t completion;
    };
    const std::vector<Row> rows = {
        {R"({"model":"small","messages":[{"role":"user","content":"hi"}]})", wire::RequestKind::chat, 512},
        {R"({"model":"small","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})", wire::RequestKind::chat, 9},
        {R"({"model":"small","max_tokens":9,"n":3,"messages":[{"role":"user","content":"hi"}]})",
         wire::RequestKind::chat, 27},
        {R"({"model":"small","max_tokens":9000,"messages":[{"role":"user","content":"hi"}]})", wire::RequestKind::chat,
         4096},
        {R"({"model":"small","input":"hi"})", wire::RequestKind::embedding, 0},
    };
    options_.models[0].context_window = 4096;
    generation_ = make_generation(options_, it_.names);
    for (const Row& row : rows) {
        SCOPED_TRACE(row.body);
        ExchangeForTest one(generation_, row.body);
        one.read(row.kind);
        const ExpectedTokens tokens = expected_tokens(one.exchange, *one.exchange.decision.model);
        EXPECT_EQ(tokens.completion, row.completion);
        EXPECT_EQ(tokens.prompt, row.body.size() / 4);
    }
}

TEST_F(BudgetingTest, APictureIsNotCountedByItsBytes) {
    generation_ = make_generation(options_, it_.names);
    const std::string url = "data:image/png;base64," + std::string(100'000, 'A');
    ExchangeForTest one(generation_, R"({"model":"small","messages":[{"role":"user","content":[{"type":"text",)"
                                     R"("text":"What is it?"},{"type":"image_url","image_url":{"url":")" +
                                         url + R"("}}]}]})");
    one.read();
    EXPECT_LT(expected_tokens(one.exchange).prompt, 1100u);
}

TEST_F(BudgetingTest, AStartThatTheBudgetDoesNotPayForBecomesASmallerOne) {
    const auto decide_with = [&](double spent_grams) {
        generation_ = make_generation(options_, it_.names);
        EXPECT_TRUE(send_costing(spent_grams).has_value());
        Decision decision{.chosen_by_client = false};
        EXPECT_TRUE(send([&](Exchange& exchange) {
                        for (const char* name : {"small", "large"}) {
                            decision.candidates.push_back({.model = generation_->catalogue.find(name)});
                        }
                        decision.model = decision.candidates[1].model;
                        decision.ladder = {decision.model};
                        keep_affordable(exchange, decision);
                        return Result<void>();
                    }).has_value());
        return decision;
    };
    EXPECT_EQ(decide_with(1).model->settings.name, "large");
    options_.store = budgets_for_test();
    const Decision poor = decide_with(99.98);  // 0.02 g left, and a hundred tokens of the large model are 0.05 g
    EXPECT_EQ(poor.model->settings.name, "small");
    EXPECT_EQ(poor.ladder.size(), 1u);
    EXPECT_TRUE(poor.reason.contains("budget")) << poor.reason;
}

TEST_F(BudgetingTest, LimitsPerMinuteComeFirstAndAreToldWithEveryAnswer) {
    options_.clients[0].rates = {.requests_per_minute = 2, .tokens_per_minute = 1000};
    const auto answer = [](std::uint64_t tokens) {
        return [tokens](Exchange& exchange) {
            exchange.outcome.charges.push_back({.prompt_tokens = tokens, .completion_tokens = 0});
            return Result<void>();
        };
    };
    ASSERT_TRUE(send(answer(400)).has_value());
    EXPECT_TRUE(answer_fields().contains("x-ratelimit-limit-requests: 2\r\nx-ratelimit-remaining-requests: 1\r\n"));
    const std::string expected = std::to_string(1000 - 100 - kBody.size() / 4);
    EXPECT_TRUE(answer_fields().contains("x-ratelimit-remaining-tokens: " + expected)) << answer_fields();
    EXPECT_TRUE(one_->exchange.rate_limited);
    ASSERT_TRUE(send(answer(0)).has_value());
    const std::string corrected = std::to_string(600 - 100 - static_cast<long>(kBody.size()) / 4);
    EXPECT_TRUE(answer_fields().contains("x-ratelimit-remaining-tokens: " + corrected)) << answer_fields();
    const auto refused = send(answer(0));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::too_many_requests);
    EXPECT_TRUE(refused.error().detail.contains("2 requests per minute")) << refused.error().detail;
    EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(30));
    EXPECT_TRUE(answer_fields().contains("x-ratelimit-remaining-requests: 0\r\n"));
    EXPECT_TRUE(answer_fields().contains("retry-after-ms: "));
    EXPECT_EQ(it_.metric(R"(greeninfer_budget_refusals_total{reason="requests_per_minute"})"), 1);
}

TEST_F(BudgetingTest, ARequestThatAWholeMinuteCannotHoldIsNotToBeRepeated) {
    options_.clients[0].rates = {.requests_per_minute = {}, .tokens_per_minute = 50};
    const auto refused = send([](Exchange&) { return Result<void>(); });
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(refused.error().detail.contains("can never be let in")) << refused.error().detail;
    EXPECT_FALSE(refused.error().retry_after.has_value());
    EXPECT_TRUE(answer_fields().contains("x-should-retry: false"));
}

TEST_F(BudgetingTest, ARequestThatIsRefusedForItsBudgetUsesNoTokensOfTheMinute) {
    options_.clients[0].rates = {.requests_per_minute = {}, .tokens_per_minute = 200};
    ASSERT_TRUE(send_costing(100).has_value());
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(send_costing(1).error().fault, Fault::carbon_budget_exceeded);
    }
}

TEST_F(BudgetingTest, OneSessionTooManyIsRefused) {
    options_.budget.max_sessions = 1;
    ASSERT_TRUE(send_costing(1, kSession).has_value());
    const auto refused = send_costing(1, {{"x-greeninfer-session", "another"}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::too_many_requests);
    EXPECT_EQ(it_.metric(R"(greeninfer_budget_refusals_total{reason="max_sessions"})"), 1);
}

TEST_F(BudgetingTest, WhatWasSpentOutlivesTheConfiguration) {
    ASSERT_TRUE(send_costing(95, kSession).has_value());
    options_.clients[0].spending.carbon.grams = 1000;
    options_.budget.session_grams = 1000;
    generation_ = make_generation(options_, it_.names);
    EXPECT_EQ(level_of_next(kSession), Level::ok) << "a higher limit counts at once";
    EXPECT_DOUBLE_EQ(used(), 95);
}

}  // namespace
}  // namespace greeninfer::pipeline
