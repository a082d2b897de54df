#include "api/session_routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/generation_for_test.hpp"

namespace greeninfer::api {
namespace {

using testing::HasSubstr;

class SessionRoutesTest : public ::testing::Test {
protected:
    SessionRoutesTest() {
        std::vector<pipeline::ClientSettings> clients(2);
        clients[0].name = "one";
        clients[1].name = "two";
        clients[1].key_sha256[0] = 1;
        generation_ = pipeline::make_generation({.clients = clients}, names_);
    }

    const pipeline::Client* client(std::size_t number) const { return &generation_->clients.all()[number]; }
    void spend(const std::string& owner, const std::string& id, double grams) {
        const pipeline::BudgetBook& book = generation_->budgets;
        const auto account = book.store()->open_session({owner, id}, book.session_bounds()).value();
        const std::vector lines = {budget::Line{budget::AccountKind::session, account, book.session_limits()}};
        book.store()->settle(lines, {},
                             {.cost = {.carbon_nanograms = budget::nanograms(grams), .money_nanodollars = 2'000'000},
                              .energy_microjoules = 36'000'000,
                              .prompts = 3});
    }

    telemetry::LabelNames names_;
    std::shared_ptr<const pipeline::Generation> generation_;
};

TEST_F(SessionRoutesTest, ASessionTellsItsTotalsAndItsBudget) {
    spend("one", "my/session", 4.25);
    EXPECT_EQ(session_body(*generation_, client(0), "my%2Fsession").value(),
              R"({"session_id":"my/session","total_prompts":3,"total_energy_mwh":10,"total_co2_grams":4.25,)"
              R"("total_cost_usd":0.002,"carbon_budget_g":5,"carbon_used_g":4.25,"carbon_reserved_g":0,)"
              R"("carbon_remaining_g":0.75,"level":"warn"})");
}

TEST_F(SessionRoutesTest, AnOverspentSessionHasNothingLeft) {
    spend("one", "s", 7);
    const std::string body = session_body(*generation_, client(0), "s").value();
    EXPECT_THAT(body, HasSubstr(R"("carbon_used_g":7)"));
    EXPECT_THAT(body, HasSubstr(R"("carbon_remaining_g":0,"level":"exhausted")"));
}

TEST_F(SessionRoutesTest, ASumWithAnUnknownPartIsUnknown) {
    const pipeline::BudgetBook& book = generation_->budgets;
    const auto account = book.store()->open_session({"one", "s"}, book.session_bounds()).value();
    const std::vector lines = {budget::Line{budget::AccountKind::session, account, {}}};
    book.store()->settle(lines, {}, {.cost = {.carbon_nanograms = 5}, .unknown_energy = 1, .unknown_money = 1});
    EXPECT_THAT(session_body(*generation_, client(0), "s").value(),
                HasSubstr(R"("total_energy_mwh":null,"total_co2_grams":null,"total_cost_usd":null)"));
}

TEST_F(SessionRoutesTest, AnotherClientsSessionIsUnknown) {
    spend("one", "s", 1);
    for (const pipeline::Client* other : {client(1), static_cast<const pipeline::Client*>(nullptr)}) {
        EXPECT_EQ(session_body(*generation_, other, "s").error().fault, Fault::unknown_session);
        EXPECT_EQ(delete_session(*generation_, other, "s").error().fault, Fault::unknown_session);
    }
    EXPECT_TRUE(session_body(*generation_, client(0), "s").has_value());
}

TEST_F(SessionRoutesTest, ADeletedSessionIsUnknown) {
    spend("one", "s", 1);
    EXPECT_EQ(delete_session(*generation_, client(0), "s").value(), R"({"session_id":"s","deleted":true})");
    EXPECT_EQ(session_body(*generation_, client(0), "s").error().fault, Fault::unknown_session);
    EXPECT_EQ(delete_session(*generation_, client(0), "s").error().fault, Fault::unknown_session);
}

TEST_F(SessionRoutesTest, NoIdIsTooStrangeToBeUnknown) {
    for (const std::string& id :
         {std::string("none"), std::string(1'000'000, 'x'), std::string("%00%ff"), std::string("%")}) {
        EXPECT_EQ(session_body(*generation_, client(0), id).error().fault, Fault::unknown_session);
    }
}

}  // namespace
}  // namespace greeninfer::api
