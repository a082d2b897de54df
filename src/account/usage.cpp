#include "account/usage.hpp"

#include <numeric>

#include "energy/interval.hpp"

namespace greeninfer::account {

namespace {

constexpr double kTenThousandth = 1e-4;

Spread spread_of(const ExactSum& median, std::uint16_t deviation_ten_thousandths) {
    const double factor = energy::p95_factor(deviation_ten_thousandths * kTenThousandth);
    const double units = median.in_units_of(1);
    return {ExactSum::rounded(units / factor), median, ExactSum::rounded(units * factor)};
}

template <class Array>
void add_each(Array& sums, const Array& others) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += others[i];
}

void add_tokens(Usage& usage, const UsageRecord& record) {
    usage.prompt_tokens += record.prompt_tokens;
    usage.cached_tokens += record.cached_tokens;
    auto& output = record.knows(Known::reported_tokens) ? usage.reported_output_tokens : usage.estimated_output_tokens;
    output += record.output_tokens;
    if (!record.knows(Known::prompt_tokens) || !record.knows(Known::output_tokens)) ++usage.without_tokens;
}

void add_attempt(Usage& usage, const UsageRecord& record) {
    ++usage.attempts[static_cast<std::size_t>(record.end)];
    add_tokens(usage, record);
    usage.cost_nanodollars += record.cost_nanodollars;
    usage.embodied += ExactSum::rounded(double{record.embodied_grams} * kPicogramsPerGram);
    if (!record.knows(Known::cost)) ++usage.without_cost;
    if (record.knows(Known::metered)) return;  // Energy and carbon come as shares.
    if (!record.knows(Known::energy)) ++usage.without_energy;
    if (!record.knows(Known::carbon)) ++usage.without_carbon;
}

void add_energy(Usage& usage, const UsageRecord& record) {
    const ExactSum energy = ExactSum::product(record.it_energy_microjoules, record.pue_ten_thousandths);
    usage.it_energy += record.it_energy_microjoules;
    usage.energy += spread_of(energy, record.energy_deviation_ten_thousandths);
    usage.energy_by_evidence[static_cast<std::size_t>(record.evidence)] += energy;
    if (!record.knows(Known::carbon)) return;
    usage.carbon += spread_of(ExactSum(record.carbon_nanograms), record.carbon_deviation_ten_thousandths);
    if (grid::is_live(record.grid_source)) usage.energy_on_live_grid += energy;
}

}  // namespace

Spread& Spread::operator+=(const Spread& other) {
    p5 += other.p5;
    median += other.median;
    p95 += other.p95;
    return *this;
}

void Usage::add(const UsageRecord& record) {
    if (record.end != End::share) add_attempt(*this, record);
    if (record.end == End::share && !record.knows(Known::carbon)) ++without_carbon;
    if (record.knows(Known::energy)) add_energy(*this, record);
}

Usage& Usage::operator+=(const Usage& other) {
    add_each(attempts, other.attempts);
    prompt_tokens += other.prompt_tokens;
    cached_tokens += other.cached_tokens;
    reported_output_tokens += other.reported_output_tokens;
    estimated_output_tokens += other.estimated_output_tokens;
    cost_nanodollars += other.cost_nanodollars;
    without_energy += other.without_energy;
    without_carbon += other.without_carbon;
    without_tokens += other.without_tokens;
    without_cost += other.without_cost;
    it_energy += other.it_energy;
    energy += other.energy;
    carbon += other.carbon;
    embodied += other.embodied;
    add_each(energy_by_evidence, other.energy_by_evidence);
    energy_on_live_grid += other.energy_on_live_grid;
    return *this;
}

std::uint64_t Usage::all_attempts() const {
    return std::accumulate(attempts.begin(), attempts.end(), std::uint64_t{0});
}

}  // namespace greeninfer::account
