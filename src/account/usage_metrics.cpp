#include "account/usage_metrics.hpp"

#include <array>

namespace greeninfer::account {

namespace {

using telemetry::LabelKey;
using telemetry::LabelNames;
using telemetry::MetricFamily;
using telemetry::MetricsWriter;
using telemetry::MetricType;
using Totals = std::map<energy::EnergyLabels, Usage>;

constexpr MetricFamily kTokens{"greeninfer_tokens_total",
                               MetricType::counter,
                               "Tokens, by model and kind: prompt (cached ones included), cached, completion, and "
                               "estimated (completion tokens of answers without a usage report).",
                               {"model", "kind"}};
constexpr MetricFamily kCost{"greeninfer_cost_usd_total",
                             MetricType::counter,
                             "Price of answers in US dollars, for models whose price is configured.",
                             {"model", "department"}};
constexpr MetricFamily kEnergy{"greeninfer_energy_joules_total",
                               MetricType::counter,
                               "Facility energy of all work, also of answers thrown away, by model, region, "
                               "department and evidence.",
                               {"model", "region", "department", "method"}};
constexpr MetricFamily kCarbon{"greeninfer_carbon_grams_total",
                               MetricType::counter,
                               "Operational CO2e of that energy, location-based, in grams.",
                               {"model", "region", "department"}};
constexpr MetricFamily kCompatibleCarbon{"bauxite_request_carbon_grams_total",
                                         MetricType::counter,
                                         "The same grams as greeninfer_carbon_grams_total, over all departments, under "
                                         "a name that other dashboards know.",
                                         {"model", "region"}};
constexpr MetricFamily kEmbodied{"greeninfer_embodied_carbon_grams_total",
                                 MetricType::counter,
                                 "Share of the CO2e of making the servers, in grams; apart from the operational.",
                                 {"model", "region", "department"}};
constexpr MetricFamily kAttempts{"greeninfer_accounted_attempts_total",
                                 MetricType::counter,
                                 "Attempts, checks and previews that a model may have worked on, by how they ended: "
                                 "answered, discarded, checked, previewed, failed, cancelled.",
                                 {"model", "region", "department", "end"}};
constexpr MetricFamily kUnknown{"greeninfer_energy_unknown_requests_total", MetricType::counter,
                                "Attempts whose energy nothing tells; they are in no sum of joules."};
constexpr MetricFamily kRecords{"greeninfer_telemetry_records_total", MetricType::counter,
                                "Records of finished attempts and of shares of meters taken into the account."};
constexpr MetricFamily kDropped{"greeninfer_telemetry_dropped_total", MetricType::counter,
                                "Records lost because a core's part of the ring was full; must stay 0."};
constexpr MetricFamily kLocked{"greeninfer_telemetry_ring_locked", MetricType::gauge,
                               "1 while the ring of records is locked in memory and cannot be swapped out."};

std::array<std::string_view, 3> texts_of(const energy::EnergyLabels& labels, const LabelNames& names) {
    return {names.name(labels.model), names.name(labels.region), names.name(labels.department)};
}

// Sums of one figure over the totals, by some of their labels.
template <std::size_t kLabels, class KeyOf, class ValueOf>
auto sums_by(const Totals& totals, const KeyOf& key_of, const ValueOf& value_of) {
    std::map<LabelKey<kLabels>, decltype(value_of(Usage{}))> sums;
    for (const auto& [labels, usage] : totals) sums[key_of(labels)] += value_of(usage);
    return sums;
}

void write_tokens(MetricsWriter& writer, const Totals& totals, const LabelNames& names) {
    const auto by_model = [](const energy::EnergyLabels& labels) { return LabelKey<1>{labels.model}; };
    writer.begin(kTokens);
    for (const auto& [key, usage] : sums_by<1>(totals, by_model, [](const Usage& usage) { return usage; })) {
        const std::string_view model = names.name(key[0]);
        const std::array<std::pair<std::string_view, std::uint64_t>, 4> kinds = {
            {{"prompt", usage.prompt_tokens},
             {"cached", usage.cached_tokens},
             {"completion", usage.reported_output_tokens},
             {"estimated", usage.estimated_output_tokens}}};
        for (const auto& [kind, count] : kinds) {
            if (count > 0) writer.sample(std::array{model, kind}, count);
        }
    }
}

void write_cost(MetricsWriter& writer, const Totals& totals, const LabelNames& names) {
    const auto key_of = [](const energy::EnergyLabels& labels) { return LabelKey<2>{labels.model, labels.department}; };
    writer.begin(kCost);
    for (const auto& [key, cost] :
         sums_by<2>(totals, key_of, [](const Usage& usage) { return usage.cost_nanodollars; })) {
        if (cost == 0) continue;
        writer.sample(std::array{names.name(key[0]), names.name(key[1])},
                      static_cast<double>(cost) / kNanodollarsPerDollar);
    }
}

void write_energy(MetricsWriter& writer, const Totals& totals, const LabelNames& names) {
    writer.begin(kEnergy);
    for (const auto& [labels, usage] : totals) {
        const auto [model, region, department] = texts_of(labels, names);
        for (std::size_t i = 0; i < energy::kEvidenceNames.size(); ++i) {
            const ExactSum& energy = usage.energy_by_evidence[i];
            if (energy.is_zero()) continue;
            writer.sample(std::array{model, region, department, energy::kEvidenceNames[i]}, energy.in_units_of(kJoule));
        }
    }
}

template <class SumOf>
void write_grams(MetricsWriter& writer, const MetricFamily& family, const Totals& totals, const LabelNames& names,
                 double gram, const SumOf& sum_of) {
    writer.begin(family);
    for (const auto& [labels, usage] : totals) {
        const ExactSum& grams = sum_of(usage);
        if (!grams.is_zero()) writer.sample(texts_of(labels, names), grams.in_units_of(gram));
    }
}

void write_compatible_carbon(MetricsWriter& writer, const Totals& totals, const LabelNames& names) {
    const auto key_of = [](const energy::EnergyLabels& labels) { return LabelKey<2>{labels.model, labels.region}; };
    writer.begin(kCompatibleCarbon);
    for (const auto& [key, grams] :
         sums_by<2>(totals, key_of, [](const Usage& usage) { return usage.carbon.median; })) {
        if (grams.is_zero()) continue;
        writer.sample(std::array{names.name(key[0]), names.name(key[1])}, grams.in_units_of(kNanogramsPerGram));
    }
}

void write_attempts(MetricsWriter& writer, const Totals& totals, const LabelNames& names) {
    writer.begin(kAttempts);
    for (const auto& [labels, usage] : totals) {
        const auto [model, region, department] = texts_of(labels, names);
        for (std::size_t i = 0; i < usage.attempts.size(); ++i) {
            if (usage.attempts[i] == 0) continue;
            writer.sample(std::array{model, region, department, kEndNames[i]}, usage.attempts[i]);
        }
    }
}

void write_account(MetricsWriter& writer, const UsageAccount& account, const LabelNames& names, bool compatible_names) {
    const Totals& totals = account.totals();
    write_tokens(writer, totals, names);
    write_cost(writer, totals, names);
    write_energy(writer, totals, names);
    write_grams(writer, kCarbon, totals, names, kNanogramsPerGram,
                [](const Usage& usage) { return usage.carbon.median; });
    if (compatible_names) write_compatible_carbon(writer, totals, names);
    write_grams(writer, kEmbodied, totals, names, kPicogramsPerGram, [](const Usage& usage) { return usage.embodied; });
    write_attempts(writer, totals, names);
    std::uint64_t unknown = 0;
    for (const auto& [labels, usage] : totals) unknown += usage.without_energy;
    writer.single(kUnknown, unknown);
    writer.single(kRecords, account.records());
}

}  // namespace

void write(MetricsWriter& writer, Bookkeeper& books, const LabelNames& names, bool compatible_names) {
    books.read([&](const UsageAccount& account) { write_account(writer, account, names, compatible_names); });
    writer.single(kDropped, books.dropped());
    writer.single(kLocked, std::int64_t{books.memory().is_locked() ? 1 : 0});
}

}  // namespace greeninfer::account
