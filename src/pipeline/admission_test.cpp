#include "pipeline/admission.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

ClientSettings client_with_key(std::string name, std::string_view key) {
    ClientSettings client{.name = std::move(name)};
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), client.key_sha256.data());
    return client;
}

class AdmissionTest : public testing::Test {
protected:
    std::shared_ptr<Generation> generation(std::vector<ClientSettings> clients = {}) {
        return make_generation({.models = {model_for_test("m")}, .clients = std::move(clients)}, it_.names);
    }
    Result<void> admit(ExchangeForTest& one, const LastStage::Act& act) {
        const auto chain = LastStage::chain(act);
        return it_.run(Admission(it_.worker).handle(one.exchange, Next(chain)));
    }

    WorkerForTest it_;
};

TEST_F(AdmissionTest, FindsTheKeyInEitherHeader) {
    const auto with_clients = generation({client_with_key("search", "sk-one")});
    struct Row {
        std::string_view name;
        ExchangeForTest::Fields fields;
        bool local;
        std::optional<Fault> fault;
    };
    const std::vector<Row> rows = {
        {"bearer", {{"authorization", "Bearer sk-one"}}, false, {}},
        {"bearer in small letters", {{"Authorization", "bearer sk-one"}}, false, {}},
        {"x-api-key", {{"x-api-key", "sk-one"}}, false, {}},
        {"x-api-key beside a scheme that carries no key",
         {{"authorization", "Basic abc"}, {"x-api-key", "sk-one"}},
         false,
         {}},
        {"bearer counts before x-api-key",
         {{"authorization", "Bearer sk-no"}, {"x-api-key", "sk-one"}},
         false,
         Fault::unauthenticated},
        {"no key", {}, false, Fault::unauthenticated},
        {"a local caller needs one too", {}, true, Fault::unauthenticated},
        {"wrong key", {{"authorization", "Bearer sk-two"}}, false, Fault::unauthenticated},
        {"empty key", {{"authorization", "Bearer "}}, false, Fault::unauthenticated},
        {"another scheme", {{"authorization", "Basic sk-one"}}, false, Fault::unauthenticated},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        ExchangeForTest one(with_clients, "{}", row.fields);
        const auto client = authenticate(*with_clients, one.exchange.head, row.local);
        EXPECT_EQ(client.has_value(), !row.fault);
        if (client) EXPECT_EQ((*client)->settings.name, "search");
        if (!client && row.fault) EXPECT_EQ(client.error().fault, *row.fault);
    }
}

TEST_F(AdmissionTest, WithoutClientsOnlyLocalCallersAreServed) {
    const auto open = generation();
    ExchangeForTest one(open, "{}", {{"authorization", "Bearer whatever"}});
    const auto local = authenticate(*open, one.exchange.head, true);
    ASSERT_TRUE(local.has_value());
    EXPECT_EQ(*local, nullptr);
    EXPECT_EQ(authenticate(*open, one.exchange.head, false).error().fault, Fault::forbidden);
}

TEST_F(AdmissionTest, NoKeyAppearsInAnError) {
    const auto with_clients = generation({client_with_key("search", "sk-one")});
    ExchangeForTest one(with_clients, "{}", {{"authorization", "Bearer sk-secret"}});
    EXPECT_EQ(authenticate(*with_clients, one.exchange.head, false).error().detail.find("sk-secret"),
              std::string::npos);
}

TEST_F(AdmissionTest, TheCountOfRequestsComesBackHoweverARequestEnds) {
    const auto open = generation();
    std::size_t during = 0;
    for (const auto& end :
         {Result<void>(), Result<void>(fail(Fault::upstream_failed, "")), Result<void>(fail(Fault::client_gone, ""))}) {
        ExchangeForTest one(open, "{}");
        const auto act = [&](Exchange&) {
            during = it_.load.in_flight;
            return end;
        };
        EXPECT_EQ(admit(one, act).has_value(), end.has_value());
        EXPECT_EQ(during, 1u);
        EXPECT_EQ(it_.load.in_flight, 0u);
    }
}

TEST_F(AdmissionTest, TheCountComesBackFromAnException) {
    ExchangeForTest one(generation(), "{}");
    const auto act = [](Exchange&) -> Result<void> { throw std::bad_alloc(); };
    EXPECT_THROW(admit(one, act), std::bad_alloc);
    EXPECT_EQ(it_.load.in_flight, 0u);
}

TEST_F(AdmissionTest, BeyondTheLimitARequestIsToldWhenToComeBack) {
    const auto limited = generation();
    limited->server.max_in_flight = 2;
    ExchangeForTest one(limited, "{}");
    for (const std::size_t others : {1u, 2u, 3u}) {
        SCOPED_TRACE(others);
        it_.load.in_flight = others;
        const auto admitted = admit(one, [](Exchange&) { return Result<void>(); });
        EXPECT_EQ(admitted.has_value(), others < 2);
        EXPECT_EQ(it_.load.in_flight, others);
        if (admitted) continue;
        EXPECT_EQ(admitted.error().fault, Fault::too_many_requests);
        EXPECT_EQ(admitted.error().retry_after, std::chrono::seconds(1));
        EXPECT_NE(admitted.error().detail.find("server.max_in_flight"), std::string::npos);
    }
}

TEST_F(AdmissionTest, NothingNewIsStartedWhileDraining) {
    it_.load.draining = true;
    ExchangeForTest one(generation(), "{}");
    const auto admitted = admit(one, [](Exchange&) { return Result<void>(); });
    ASSERT_FALSE(admitted.has_value());
    EXPECT_EQ(admitted.error().fault, Fault::draining);
    EXPECT_EQ(it_.load.in_flight, 0u);
}

TEST_F(AdmissionTest, TheClientIsKnownToTheStagesBehind) {
    ExchangeForTest one(generation({client_with_key("search", "sk-one")}), "{}", {{"x-api-key", "sk-one"}});
    std::string seen;
    const auto act = [&seen](Exchange& exchange) {
        seen = exchange.client->settings.name;
        return Result<void>();
    };
    EXPECT_TRUE(admit(one, act).has_value());
    EXPECT_EQ(seen, "search");
}

}  // namespace
}  // namespace greeninfer::pipeline
