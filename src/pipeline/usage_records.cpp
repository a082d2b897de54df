#include "pipeline/usage_records.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "account/figures.hpp"
#include "pipeline/bill.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/metering.hpp"
#include "pipeline/site.hpp"

namespace greeninfer::pipeline {

namespace {

using account::End;
using account::Known;
using account::UsageRecord;

std::uint32_t fitting(std::uint64_t count) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

void put_tokens(UsageRecord& record, const Charge& charge) {
    if (charge.prompt_tokens && charge.tokens_reported) {
        record.prompt_tokens = fitting(*charge.prompt_tokens);
        record.set(Known::prompt_tokens);
    }
    if (charge.completion_tokens) {
        record.output_tokens = fitting(*charge.completion_tokens);
        record.set(Known::output_tokens);
    }
    record.cached_tokens = fitting(charge.cached_tokens.value_or(0));
    if (charge.tokens_reported) record.set(Known::reported_tokens);
}

void put_prices(UsageRecord& record, const Charge& charge) {
    if (charge.cost) {
        record.cost_nanodollars = account::nanodollars(*charge.cost);
        record.set(Known::cost);
    }
    if (charge.embodied) record.embodied_grams = static_cast<float>(charge.embodied->as_grams());
}

}  // namespace

End end_of(const Charge& charge, const Exchange& exchange) {
    if (charge.purpose == Purpose::check) return End::checked;
    if (charge.failed_with) return charge.failed_with == Fault::client_gone ? End::cancelled : End::failed;
    if (charge.purpose == Purpose::preview) return End::previewed;
    std::optional<Charge> none;
    return &charge == answer_of(exchange, none) ? End::answered : End::discarded;
}

UsageRecord record_of(const Charge& charge, const Exchange& exchange, const RequestTimes& times) {
    const energy::EnergyLabels labels = energy_labels(exchange, *charge.model, *charge.endpoint);
    UsageRecord record{
        .ended_at_s = account::unix_seconds(times.ended_at),
        .duration_ms = fitting(std::chrono::duration_cast<std::chrono::milliseconds>(times.duration).count()),
        .model = labels.model,
        .region = labels.region,
        .department = labels.department,
        .end = end_of(charge, exchange)};
    put_tokens(record, charge);
    put_prices(record, charge);
    if (charge.is_metered) {
        record.set(Known::metered);
    } else if (charge.footprint) {
        const Site site = site_of(*charge.endpoint, exchange);
        account::put_footprint(record, *charge.footprint, site.pue, site.reading->source);
    }
    return record;
}

std::optional<UsageRecord> record_of_optimizer(const Exchange& exchange, telemetry::LabelId optimizer,
                                               const RequestTimes& times) {
    const auto& footprint = exchange.shortening.footprint;
    if (!footprint) return std::nullopt;
    const grid::Place& place = exchange.generation->places->default_place();
    UsageRecord record{
        .ended_at_s = account::unix_seconds(times.ended_at),
        .duration_ms = fitting(std::chrono::duration_cast<std::chrono::milliseconds>(times.duration).count()),
        .model = optimizer,
        .department = department_of(exchange),
        .end = End::share};
    account::put_footprint(record, *footprint, place.pue, exchange.grid->at(place.zone_index).now.source);
    return record;
}

}  // namespace greeninfer::pipeline
