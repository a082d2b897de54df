#include "energy/energy_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

using testing::HasSubstr;
using testing::Not;

class EnergyMetricsTest : public testing::Test {
protected:
    std::string written() {
        std::string text;
        telemetry::MetricsWriter writer(text);
        EnergyMetrics::write(writer, std::array<const EnergyMetrics*, 2>{&core_, &control_}, names_);
        return text;
    }

    telemetry::LabelNames names_;
    EnergyMetrics core_{names_};
    EnergyMetrics control_{names_};
    EnergyLabels labels_{
        .model = names_.intern("m"), .region = names_.intern("lab"), .department = names_.intern("search")};
};

TEST_F(EnergyMetricsTest, SharesOfAMeterAndFiguresOfRequestsAddUp) {
    core_.record_energy(labels_, Evidence::attributed, Energy::joules(1.5));
    control_.record_energy(labels_, Evidence::attributed, Energy::joules(2));
    core_.record_energy(labels_, Evidence::proxy, Energy::joules(7));
    const std::string text = written();
    constexpr std::string_view kSeries =
        R"(greeninfer_energy_joules_total{model="m",region="lab",department="search",)";
    EXPECT_THAT(text, HasSubstr(std::string(kSeries) + R"(method="attributed"} 3.5)"));
    EXPECT_THAT(text, HasSubstr(std::string(kSeries) + R"(method="proxy"} 7)"));
}

TEST_F(EnergyMetricsTest, OperationalAndEmbodiedGramsStayApart) {
    core_.record_carbon(labels_, Carbon::grams(0.25));
    core_.record_embodied(labels_, Carbon::grams(0.5));
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_grams_total{model="m",region="lab",department="search"} 0.25)"));
    EXPECT_THAT(text,
                HasSubstr(R"(greeninfer_embodied_carbon_grams_total{model="m",region="lab",department="search"} 0.5)"));
}

TEST_F(EnergyMetricsTest, WhatWasLostDoesNotMakeACounterFall) {
    core_.record_saved(Carbon::grams(2), Carbon::grams(0.25));
    core_.record_saved(Carbon::grams(-1), Carbon::grams(-0.125));
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="attributed"} 2)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="attributed_lost"} 1)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="incremental"} 0.25)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="incremental_lost"} 0.125)"));
}

TEST_F(EnergyMetricsTest, UnknownEnergyIsCountedAndIsNoZero) {
    core_.unknown_requests.add();
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr("greeninfer_energy_unknown_requests_total 1"));
    EXPECT_THAT(text, Not(HasSubstr("greeninfer_energy_joules_total{")));
}

}  // namespace
}  // namespace greeninfer::energy
