#include "account/usage_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "account/record_for_test.hpp"

namespace greeninfer::account {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class UsageMetricsTest : public ::testing::Test {
protected:
    UsageRecord record(std::string_view department, End end = End::answered) {
        return record_for_test({.model = names_.intern("m"),
                                .region = names_.intern("lab"),
                                .department = names_.intern(department),
                                .end = end});
    }
    std::string written(bool compatible = true) {
        std::string text;
        telemetry::MetricsWriter writer(text);
        write(writer, books_, names_, compatible);
        return text;
    }

    SystemClock clock_;
    telemetry::LabelNames names_;
    Bookkeeper books_{clock_, 1, {}};
};

constexpr std::string_view kSearch = R"({model="m",region="lab",department="search")";

TEST_F(UsageMetricsTest, EveryFigureHasItsNamesAndUnit) {
    books_.recorder(0).record(record("search"));
    const std::string text = written();
    const std::string search(kSearch);
    EXPECT_THAT(text, HasSubstr("greeninfer_energy_joules_total" + search + R"(,method="proxy"} 3.6)"));
    EXPECT_THAT(text, HasSubstr("greeninfer_carbon_grams_total" + search + "} 0.0004\n"));
    EXPECT_THAT(text, HasSubstr("greeninfer_accounted_attempts_total" + search + R"(,end="answered"} 1)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_tokens_total{model="m",kind="prompt"} 100)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_tokens_total{model="m",kind="cached"} 60)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_tokens_total{model="m",kind="completion"} 20)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_cost_usd_total{model="m",department="search"} 1e-06)"));
    EXPECT_THAT(text, HasSubstr("greeninfer_telemetry_records_total 1\n"));
    EXPECT_THAT(text, HasSubstr("greeninfer_telemetry_dropped_total 0\n"));
    EXPECT_THAT(text, HasSubstr("greeninfer_telemetry_ring_locked 1\n"));
}

TEST_F(UsageMetricsTest, TheCompatibleNameIsTheSumOverDepartments) {
    books_.recorder(0).record(record("search"));
    books_.recorder(0).record(record("support"));
    EXPECT_THAT(written(), HasSubstr(R"(bauxite_request_carbon_grams_total{model="m",region="lab"} 0.0008)"));
    EXPECT_THAT(written(false), Not(HasSubstr("bauxite")));
}

TEST_F(UsageMetricsTest, UnknownEnergyIsCountedAndIsNoZero) {
    books_.recorder(0).record({.model = names_.intern("m"), .end = End::cancelled});
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr("greeninfer_energy_unknown_requests_total 1\n"));
    EXPECT_THAT(text, Not(HasSubstr("greeninfer_energy_joules_total{")));
    EXPECT_THAT(text, Not(HasSubstr("greeninfer_carbon_grams_total{")));
}

TEST_F(UsageMetricsTest, EmbodiedGramsStayApart) {
    UsageRecord one = record("search");
    one.embodied_grams = 0.5;
    books_.recorder(0).record(one);
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr("greeninfer_embodied_carbon_grams_total" + std::string(kSearch) + "} 0.5\n"));
    EXPECT_THAT(text, HasSubstr("greeninfer_carbon_grams_total" + std::string(kSearch) + "} 0.0004\n"));
}

// A counter that fell, or stood still for lack of digits, would be read as a restart or as rest.
TEST_F(UsageMetricsTest, CountersGoOnNearTheEndOfADoublesIntegers) {
    UsageRecord one = record("search");
    one.it_energy_microjoules = 9'007'199'254'740'993;  // 2^53 + 1
    books_.recorder(0).record(one);
    const std::string energy = "greeninfer_energy_joules_total" + std::string(kSearch) + R"(,method="proxy"} )";
    const auto joules = [&] {
        const std::string text = written();
        return std::stod(text.substr(text.find(energy) + energy.size()));
    };
    EXPECT_DOUBLE_EQ(joules(), 9007199254.740993);
    one.it_energy_microjoules = 2;
    double before = joules();
    for (int i = 0; i < 10; ++i) {
        books_.recorder(0).record(one);
        books_.recorder(0).record(one);
        EXPECT_GT(joules(), before);
        before = joules();
    }
}

}  // namespace
}  // namespace greeninfer::account
