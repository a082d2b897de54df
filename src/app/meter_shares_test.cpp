#include "app/meter_shares.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "account/usage_metrics.hpp"
#include "energy/footprint.hpp"

namespace greeninfer::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

grid::ZoneState zone_of(double grams_per_kwh) {
    grid::Reading reading;
    reading.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams_per_kwh);
    return {.zone = "Z", .now = reading, .table = reading};
}

TEST(MeterShares, AreWrittenDownForThoseWhoCausedThem) {
    telemetry::LabelNames names;
    SystemClock clock;
    account::Bookkeeper books(clock, 1, {});
    const grid::Snapshot grid({zone_of(400), zone_of(50)});
    const auto booking = [&](std::string_view model, std::size_t zone_index) {
        return energy::Booking{.model = names.intern(model),
                               .region = names.intern("lab"),
                               .department = names.intern("search"),
                               .zone_index = zone_index,
                               .pue = 1.2};
    };
    const energy::Share shares[] = {{booking("a", 0), 3'000'000'000},  // 3000 J: 3600 J with the building
                                    {booking("b", 1), 3'000'000'000},
                                    {booking("gone", 9), 1'000'000},  // its zone is configured no longer
                                    {booking("idle", 0), 0}};
    record_shares({.shares = shares}, grid, clock.wall_now(), books);
    std::string text;
    telemetry::MetricsWriter writer(text);
    account::write(writer, books, names, false);
    constexpr std::string_view kEnergy = "greeninfer_energy_joules_total{model=\"";
    constexpr std::string_view kRest = "\",region=\"lab\",department=\"search\"";
    const auto energy_of = [&](std::string_view model) {
        return std::string(kEnergy) + std::string(model) + std::string(kRest) + ",method=\"attributed\"} ";
    };
    const auto carbon_of = [&](std::string_view model) {
        return "greeninfer_carbon_grams_total{model=\"" + std::string(model) + std::string(kRest) + "} ";
    };
    EXPECT_THAT(text, HasSubstr(energy_of("a") + "3600\n"));
    EXPECT_THAT(text, HasSubstr(carbon_of("a") + "0.4\n"));  // a thousandth of a kilowatt-hour
    EXPECT_THAT(text, HasSubstr(carbon_of("b") + "0.05\n"));
    EXPECT_THAT(text, HasSubstr(energy_of("gone") + "1.2\n"));
    EXPECT_THAT(text, Not(HasSubstr(carbon_of("gone"))));
    EXPECT_THAT(text, Not(HasSubstr("idle")));
}

// The watts of the local engine are configured and not measured, so its shares must not look better than that.
TEST(MeterShares, AreAsUncertainAsTheirMeter) {
    telemetry::LabelNames names;
    SystemClock clock;
    account::Bookkeeper books(clock, 1, {});
    const energy::Share shares[] = {{{.model = names.intern("m"), .pue = 1}, 1'000'000}};
    record_shares({.shares = shares, .log_deviation = 0.4}, grid::Snapshot({zone_of(400)}), clock.wall_now(), books);
    const account::Usage usage =
        books.read([](const account::UsageAccount& account) { return account.totals().begin()->second; });
    const double ratio = usage.energy.p95.in_units_of(1) / usage.energy.median.in_units_of(1);
    EXPECT_NEAR(std::log(ratio) / 1.6448536, std::hypot(0.4, energy::kPueLogDeviation), 1e-3);
    EXPECT_GT(usage.carbon.p95, usage.carbon.median);
}

}  // namespace
}  // namespace greeninfer::app
