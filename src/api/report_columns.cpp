#include "api/report_columns.hpp"

#include <fmt/format.h>

#include <array>

#include "account/figures.hpp"
#include "grid/timestamp.hpp"

namespace greeninfer::api {

namespace {

using account::End;
using account::ExactSum;
using account::Usage;
using Value = std::optional<double>;

// No work can be done for nothing, so a sum of nothing means that nothing is known.
Value known(const ExactSum& sum, double unit) {
    return sum.is_zero() ? std::nullopt : Value(sum.in_units_of(unit));
}

Value kilowatt_hours(const ExactSum& sum) {
    return known(sum, account::kKilowattHour);
}

Value grams(const ExactSum& sum) {
    return known(sum, account::kNanogramsPerGram);
}

Value it_energy(const Usage& usage) {
    return known(usage.it_energy, account::kMicrojoulesPerKilowattHour);
}

Value embodied(const Usage& usage) {
    return known(usage.embodied, account::kPicogramsPerGram);
}

template <End end>
Value attempts(const Usage& usage) {
    return static_cast<double>(usage.attempts[static_cast<std::size_t>(end)]);
}

template <std::uint64_t Usage::* member>
Value count(const Usage& usage) {
    return static_cast<double>(usage.*member);
}

template <energy::Evidence evidence>
Value by_evidence(const Usage& usage) {
    return kilowatt_hours(usage.energy_by_evidence[static_cast<std::size_t>(evidence)]).value_or(0);
}

Value cost_usd(const Usage& usage) {
    if (usage.cost_nanodollars == 0 && usage.without_cost > 0) return std::nullopt;
    return static_cast<double>(usage.cost_nanodollars) / account::kNanodollarsPerDollar;
}

constexpr std::array<ReportColumn, 29> kColumns = {{
    {"energy_kwh", [](const Usage& usage) { return kilowatt_hours(usage.energy.median); }},
    {"energy_kwh_p5", [](const Usage& usage) { return kilowatt_hours(usage.energy.p5); }},
    {"energy_kwh_p95", [](const Usage& usage) { return kilowatt_hours(usage.energy.p95); }},
    {"it_energy_kwh", it_energy},
    {"co2e_g", [](const Usage& usage) { return grams(usage.carbon.median); }},
    {"co2e_g_p5", [](const Usage& usage) { return grams(usage.carbon.p5); }},
    {"co2e_g_p95", [](const Usage& usage) { return grams(usage.carbon.p95); }},
    {"embodied_co2e_g", embodied},
    {"cost_usd", cost_usd},
    {"measured_kwh", by_evidence<energy::Evidence::measured>},
    {"attributed_kwh", by_evidence<energy::Evidence::attributed>},
    {"modelled_kwh", by_evidence<energy::Evidence::modelled>},
    {"proxy_kwh", by_evidence<energy::Evidence::proxy>},
    {"live_grid_kwh",
     [](const Usage& usage) -> Value { return kilowatt_hours(usage.energy_on_live_grid).value_or(0); }},
    {"attempts", [](const Usage& usage) { return Value(static_cast<double>(usage.all_attempts())); }, true},
    {"answered", attempts<End::answered>, true},
    {"discarded", attempts<End::discarded>, true},
    {"checked", attempts<End::checked>, true},
    {"previewed", attempts<End::previewed>, true},
    {"failed", attempts<End::failed>, true},
    {"cancelled", attempts<End::cancelled>, true},
    {"prompt_tokens", count<&Usage::prompt_tokens>, true},
    {"cached_tokens", count<&Usage::cached_tokens>, true},
    {"output_tokens", count<&Usage::reported_output_tokens>, true},
    {"estimated_output_tokens", count<&Usage::estimated_output_tokens>, true},
    {"attempts_without_energy", count<&Usage::without_energy>, true},
    {"attempts_without_carbon", count<&Usage::without_carbon>, true},
    {"attempts_without_tokens", count<&Usage::without_tokens>, true},
    {"attempts_without_cost", count<&Usage::without_cost>, true},
}};

std::string time_text(std::int64_t unix_s) {
    return grid::print_timestamp(WallTime(std::chrono::seconds(unix_s)));
}

}  // namespace

std::span<const ReportColumn> report_columns() {
    return kColumns;
}

std::string figure_text(const ReportColumn& column, const account::Usage& usage) {
    const auto value = column.value(usage);
    if (!value) return {};
    return column.is_count ? fmt::format("{:.0f}", *value) : fmt::format("{}", *value);
}

std::vector<std::string> shortcomings_of(const account::Report& report) {
    std::vector<std::string> sentences;
    const auto& from = report.query.from;
    if (!from || account::unix_seconds(*from) < report.began_at_s) {
        sentences.push_back(
            fmt::format("Nothing before {} is in it: the account is kept in memory and began then, when the gateway "
                        "started. Earlier figures are where its metrics were collected.",
                        time_text(report.began_at_s)));
    }
    if (report.forgotten_before_s) {
        sentences.push_back(fmt::format(
            "Intervals before {} were forgotten, as telemetry.report_intervals and telemetry.report_rows allow.",
            time_text(*report.forgotten_before_s)));
    }
    if (report.records_dropped > 0) {
        sentences.push_back(fmt::format("{} records were lost because the ring was full.", report.records_dropped));
    }
    if (report.records_back_in_time > 0) {
        sentences.push_back(
            fmt::format("{} records ended before others that came earlier: the clock was set back, and they are booked "
                        "in the interval that it said.",
                        report.records_back_in_time));
    }
    return sentences;
}

}  // namespace greeninfer::api
