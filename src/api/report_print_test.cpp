// The three forms of one report, held to golden/report.{json,csv,txt}; UPDATE_GOLDEN=1 rewrites them.
#include "api/report_print.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "account/figures.hpp"
#include "api/report_columns.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::api {
namespace {

using account::End;
using account::Known;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kDataSet = "greeninfer 1.2.3; energy model abc; grid tables def";

class ReportPrintTest : public ::testing::Test {
protected:
    account::UsageRecord record(std::uint32_t hour, std::string_view department, double mwh, End end = End::answered) {
        const auto began_s = account::unix_seconds(clock_.wall_now());
        account::UsageRecord record{.cost_nanodollars = 60'000,
                                    .ended_at_s = began_s + hour * 3600,
                                    .prompt_tokens = 100,
                                    .cached_tokens = 40,
                                    .output_tokens = 20,
                                    .model = names_.intern("llama-3.1-8b"),
                                    .region = names_.intern("us-south1"),
                                    .department = names_.intern(department),
                                    .end = end};
        const energy::Estimate estimate{
            .it_energy = Energy::milliwatt_hours(mwh), .log_deviation = 0.476, .evidence = energy::Evidence::modelled};
        const grid::Reading reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(363)};
        put_footprint(record, footprint_of(estimate, 1.12, reading), 1.12, grid::Source::static_table);
        for (const Known part : {Known::cost, Known::prompt_tokens, Known::output_tokens, Known::reported_tokens})
            record.set(part);
        return record;
    }
    account::Report report(const account::ReportQuery& query = {}) { return make_report(books_, query); }
    void book(const account::UsageRecord& record) { books_.book({&record, 1}); }
    void fill() {
        book(record(0, "search", 3.82));
        book(record(0, "search", 1, End::discarded));
        book(record(1, "support", 200));
        book({.ended_at_s = account::unix_seconds(clock_.wall_now()) + 3600,
              .model = names_.intern("closed"),
              .region = names_.intern("none"),
              .department = names_.intern("a, \"b\""),
              .end = End::cancelled});
    }

    testing::SimulatedClock clock_;
    telemetry::LabelNames names_;
    account::Bookkeeper books_{clock_, 1, {}};
};

void expect_golden(const std::string& name, const std::string& actual) {
    const std::string path = GREENINFER_SOURCE_DIR "/src/api/golden/" + name;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << actual;
    std::stringstream golden;
    golden << std::ifstream(path).rdbuf();
    EXPECT_EQ(golden.str(), actual) << "run with UPDATE_GOLDEN=1 and review the difference";
}

TEST_F(ReportPrintTest, EachFormIsAsReviewed) {
    fill();
    expect_golden("report.json", report_json(report(), names_, kDataSet) + "\n");
    expect_golden("report.csv", report_csv(report(), names_, kDataSet));
    expect_golden("report.txt", report_table(report(), names_, kDataSet));
}

TEST_F(ReportPrintTest, AnEmptyReportSaysSoInEveryForm) {
    EXPECT_THAT(report_json(report(), names_, kDataSet), HasSubstr(R"("rows":[],"total":{"energy_kwh":null,)"));
    const std::string csv = report_csv(report(), names_, kDataSet);
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1) << csv;
    EXPECT_THAT(report_table(report(), names_, kDataSet), HasSubstr("total"));
}

TEST_F(ReportPrintTest, UnknownIsNullAndNeverZero) {
    book({.ended_at_s = account::unix_seconds(clock_.wall_now()), .end = End::cancelled});
    const std::string json = report_json(report(), names_, kDataSet);
    for (const std::string name : {"energy_kwh", "co2e_g", "it_energy_kwh", "cost_usd", "embodied_co2e_g"})
        EXPECT_THAT(json, HasSubstr("\"" + name + "\":null")) << name;
    EXPECT_THAT(json, HasSubstr(R"("attempts_without_energy":1)"));
    EXPECT_THAT(report_csv(report(), names_, kDataSet), HasSubstr("other,none,none,,,,"));
    EXPECT_THAT(report_table(report(), names_, kDataSet), HasSubstr("unknown"));
}

TEST_F(ReportPrintTest, OnlyWhatIsAskedForIsNamed) {
    fill();
    const std::string csv = report_csv(report({.by = {false, false, false, true}}), names_, kDataSet);
    EXPECT_TRUE(csv.starts_with("from,to,department,energy_kwh,")) << csv;
    EXPECT_THAT(report_json(report({.by = {true, false, false, false}}), names_, kDataSet),
                Not(HasSubstr("\"model\"")));
}

TEST_F(ReportPrintTest, ANameThatASpreadsheetWouldComputeIsText) {
    book(record(0, "=HYPERLINK(\"http://x\")", 1));
    EXPECT_THAT(report_csv(report(), names_, kDataSet), HasSubstr(R"csv(,"'=HYPERLINK(""http://x"")",)csv"));
}

TEST_F(ReportPrintTest, WhatIsMissingIsSaid) {
    fill();
    EXPECT_THAT(report_json(report(), names_, kDataSet), HasSubstr("\"complete\":false"));
    EXPECT_THAT(report_json(report(), names_, kDataSet), HasSubstr("Nothing before 2023-11-14T22:13:20Z is in it"));
    const account::Report whole = report({.from = clock_.wall_now() + std::chrono::seconds(1)});
    EXPECT_TRUE(shortcomings_of(whole).empty());
    EXPECT_THAT(report_json(whole, names_, kDataSet), HasSubstr("\"complete\":true"));
    EXPECT_THAT(report_csv(whole, names_, kDataSet), HasSubstr(",true,greeninfer 1.2.3;"));
    book({.ended_at_s = account::unix_seconds(clock_.wall_now()) - 7200});
    EXPECT_THAT(report_table(report(), names_, kDataSet), HasSubstr("the clock was set back"));
}

// What an auditor does: the columns say the same as the figures they are made of.
TEST_F(ReportPrintTest, FiguresCanBeComputedAgain) {
    fill();
    const account::Usage total = report().total;
    const auto figure = [&](std::string_view name) {
        return std::ranges::find(report_columns(), name, &ReportColumn::name)->value(total).value_or(0);
    };
    EXPECT_NEAR(figure("energy_kwh"), (3.82 + 1 + 200) * 1.12e-6, 1e-15);
    EXPECT_NEAR(figure("co2e_g"), figure("energy_kwh") * 363, 1e-8);
    EXPECT_NEAR(figure("it_energy_kwh") * 1.12, figure("energy_kwh"), 1e-12);
    EXPECT_DOUBLE_EQ(figure("modelled_kwh"), figure("energy_kwh"));
    EXPECT_DOUBLE_EQ(figure("attempts"), figure("answered") + figure("discarded") + figure("checked") +
                                             figure("previewed") + figure("failed") + figure("cancelled"));
    EXPECT_LT(figure("co2e_g_p5"), figure("co2e_g"));
    EXPECT_GT(figure("co2e_g_p95"), figure("co2e_g"));
}

}  // namespace
}  // namespace greeninfer::api
