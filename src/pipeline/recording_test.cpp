#include "pipeline/recording.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

class RecordingTest : public testing::Test {
protected:
    RecordingTest() {
        auto model = model_for_test("org/m", models::Tier::medium);
        model.price = {.input_per_mtok = 2.0, .output_per_mtok = 10.0};
        const auto generation = make_generation({.models = {model}}, it_.names);
        one_ = std::make_unique<ExchangeForTest>(generation,
                                                 R"({"model":"org/m","messages":[{"role":"user","content":"hi"}]})");
        one_->exchange.route = it_.names.intern("chat_completions");
    }
    Result<void> record(const LastStage::Act& act) {
        const auto chain = LastStage::chain(act);
        return it_.run(Recording(it_.worker).handle(one_->exchange, Next(chain)));
    }
    // Of requests_total with the given code; `model`, `tier` and `mode` as labels.
    double requests(const std::string& code, const std::string& labels = kDecided) {
        return it_.metric("greeninfer_requests_total{route=\"chat_completions\"," + labels + ",code=\"" + code + "\"}");
    }

    static constexpr const char* kDecided = R"(model="org/m",tier="medium",mode="balanced")";
    WorkerForTest it_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(RecordingTest, ASuccessIsCountedUnderItsModel) {
    std::int64_t during = 0;
    const auto act = [&](Exchange&) {
        one_->read().at(0);
        during = it_.worker.requests.in_flight.value();
        return Result<void>();
    };
    EXPECT_TRUE(record(act).has_value());
    EXPECT_EQ(during, 1);
    EXPECT_EQ(it_.worker.requests.in_flight.value(), 0);
    EXPECT_EQ(requests("200"), 1);
    EXPECT_EQ(one_->exchange.outcome.status, 200u);
}

TEST_F(RecordingTest, EachEndHasItsCode) {
    struct Row {
        std::string_view name;
        Fault fault;
        wire::Dialect dialect;
        bool committed;
        std::string code;
    };
    using wire::Dialect;
    const std::vector<Row> rows = {
        {"refused", Fault::unauthenticated, Dialect::openai, false, "401"},
        {"out of range is 400 under /v1", Fault::field_out_of_range, Dialect::openai, false, "400"},
        {"and 422 elsewhere", Fault::field_out_of_range, Dialect::native, false, "422"},
        {"no upstream", Fault::upstream_unreachable, Dialect::openai, false, "502"},
        {"broke in the stream", Fault::upstream_timeout, Dialect::openai, true, "200"},
        {"client left", Fault::client_gone, Dialect::openai, false, "499"},
        {"client left in the stream", Fault::client_gone, Dialect::openai, true, "499"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        one_->exchange.dialect = row.dialect;
        one_->sink.writes = row.committed ? 1 : 0;
        const std::string labels = R"(model="other",tier="none",mode="none")";
        const double before = requests(row.code, labels);
        const double cancelled = static_cast<double>(it_.worker.requests.cancelled.value());
        EXPECT_FALSE(record([&](Exchange&) { return Result<void>(fail(row.fault, "")); }).has_value());
        EXPECT_EQ(requests(row.code, labels), before + 1);
        EXPECT_EQ(static_cast<double>(it_.worker.requests.cancelled.value()) - cancelled, row.code == "499" ? 1 : 0);
        EXPECT_EQ(it_.worker.requests.in_flight.value(), 0);
    }
}

TEST_F(RecordingTest, StagesAreRecordedAsFarAsTheRequestCame) {
    const auto stages = [&] {
        std::vector<double> counts;
        for (const std::string stage : {"total", "decide", "upstream", "relay"}) {
            counts.push_back(it_.metric("greeninfer_request_duration_seconds_count{stage=\"" + stage + "\"}"));
        }
        return counts;
    };
    record([](Exchange&) { return Result<void>(fail(Fault::forbidden, "")); });
    EXPECT_EQ(stages(), (std::vector<double>{1, 0, 0, 0}));
    record([&](Exchange& exchange) {
        exchange.outcome.decided_at = exchange.outcome.sent_at = it_.worker.now();
        return Result<void>(fail(Fault::upstream_unreachable, ""));
    });
    EXPECT_EQ(stages(), (std::vector<double>{2, 1, 0, 0}));
    record([&](Exchange& exchange) {
        exchange.outcome.answer_began_at = it_.worker.now();
        return Result<void>();
    });
    EXPECT_EQ(stages(), (std::vector<double>{3, 2, 1, 1}));
}

TEST_F(RecordingTest, FirstTokenIsCountedWhenThereWasOne) {
    const std::string count = R"(greeninfer_time_to_first_token_seconds_count{model="org/m"})";
    one_->read().at(0);
    record([](Exchange&) { return Result<void>(); });
    EXPECT_EQ(it_.metric(count), 0);
    record([](Exchange& exchange) {
        exchange.outcome.first_token_at = exchange.received_at + 20ms;
        return Result<void>();
    });
    EXPECT_EQ(it_.metric(count), 1);
    EXPECT_DOUBLE_EQ(it_.metric(R"(greeninfer_time_to_first_token_seconds_sum{model="org/m"})"), 0.02);
}

// As dispatch leaves an attempt that ended.
Result<void> booked(Exchange& exchange, Result<void> result) {
    book_attempt(exchange, result);
    return result;
}

TEST_F(RecordingTest, TokensAreCountedByKindAndOnlyWhenKnown) {
    const auto tokens = [&](const std::string& kind) {
        return it_.metric("greeninfer_tokens_total{model=\"org/m\",kind=\"" + kind + "\"}");
    };
    one_->read().at(0);
    record([](Exchange& exchange) {
        exchange.outcome.usage = wire::Usage{.prompt_tokens = 10, .completion_tokens = 4};
        exchange.outcome.usage->cached_tokens = {wire::CachedTokens::State::known, 6};
        exchange.outcome.estimated_tokens = 99;
        return booked(exchange, {});
    });
    EXPECT_EQ(tokens("prompt"), 10);
    EXPECT_EQ(tokens("completion"), 4);
    EXPECT_EQ(tokens("cached"), 6);
    EXPECT_EQ(tokens("estimated"), 0) << "what was reported is not estimated as well";
    EXPECT_DOUBLE_EQ(it_.metric(R"(greeninfer_cost_usd_total{model="org/m",department="none"})"), 6e-5);

    record([](Exchange& exchange) {
        exchange.outcome.usage.reset();
        exchange.outcome.estimated_tokens = 3;
        exchange.outcome.charges.clear();
        return booked(exchange, fail(Fault::client_gone, ""));
    });
    EXPECT_EQ(tokens("estimated"), 3) << "a client that leaves has used tokens too";
    EXPECT_EQ(tokens("completion"), 4);
}

TEST_F(RecordingTest, CostGoesToTheClientsDepartment) {
    one_->read().at(0);
    const Department search{"search", it_.names.intern("search")};
    record([&](Exchange& exchange) {
        exchange.department = &search;
        exchange.outcome.usage = wire::Usage{.prompt_tokens = 1'000'000, .completion_tokens = 0};
        return booked(exchange, {});
    });
    EXPECT_DOUBLE_EQ(it_.metric(R"(greeninfer_cost_usd_total{model="org/m",department="search"})"), 2.0);
}

}  // namespace
}  // namespace greeninfer::pipeline
