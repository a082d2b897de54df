#include "app/enterprise_settings.hpp"

#include <array>

#include "config/fields.hpp"

namespace greeninfer::app {

using namespace std::chrono_literals;

static constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

static void describe(config::Fields& fields, CarbonTracking& settings) {
    using config::Duration, config::OneOf;
    fields.value("enabled", settings.enabled, OneOf<bool>{kNoAndYes}, "Uses what is said here.");
    fields.value("provider", settings.provider, OneOf<grid::Provider>{grid::kProviderNames},
                 "Whose figures are used, in place of grid.provider.");
    fields.value(
        "reporting_interval", settings.reporting_interval, Duration{1min, 24h},
        "Time that one row of a report covers, counted from midnight UTC; an hour unless this section is enabled.");
    fields.require(std::chrono::hours(24) % settings.reporting_interval == 0ms, "reporting_interval",
                   "does not divide a day, so that hours and reports would drift apart; use 15m, 1h or the like");
}

void apply_carbon_tracking(config::Fields& fields, const CarbonTracking& tracking, grid::GridSettings& grid) {
    if (!tracking.enabled || !tracking.provider) return;
    grid.provider = *tracking.provider;
    fields.check("enterprise.carbon_tracking.provider",
                 [&] { return grid::missing_key(grid.provider, grid.providers); });
}

void describe(config::Fields& fields, EnterpriseSettings& settings) {
    fields.group("carbon_tracking", settings.carbon_tracking, "Whose figures carbon is counted with.");
    fields.group("green_routing", settings.green_routing, "Which of a model's regions is asked.");
    fields.group("routing", settings.routing, "Which of a model's endpoints is asked.");
    fields.groups("clusters", settings.clusters, "Servers that stand together and serve one model.");
}

}  // namespace greeninfer::app
