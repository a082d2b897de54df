#include "app/exposition.hpp"

#include <vector>

#include "account/usage_metrics.hpp"
#include "fleet/engine_metrics.hpp"
#include "telemetry/process_metrics.hpp"

namespace greeninfer::app {

namespace {

void write_budgets(telemetry::MetricsWriter& writer, telemetry::Shards<budget::BudgetMetrics> cores,
                   const pipeline::BudgetBook& book, const pipeline::DepartmentTable& table) {
    std::vector<budget::DepartmentRatio> departments;
    for (const pipeline::Department& department : table.all()) {
        const budget::Line* const line = book.line_of(&department);
        if (line) departments.push_back({department.name, used_ratio(line->limits, book.store()->status(*line))});
    }
    write(writer, cores, departments, book.store()->session_count());
}

}  // namespace

telemetry::BuildInfo build_info() {
    return {.version = GREENINFER_VERSION, .compiler = "clang " __clang_version__};
}

void PreviewExposition::take_expired(pipeline::PreviewBook& book, const pipeline::Generation& generation, Moment now) {
    if (book.is_empty()) return;
    const pipeline::PreviewSeal& seal = *generation.preview_seal;
    previews.record_expired(book.take_expired(seal, now), seal.is_shared(), gains);
}

void write_exposition(telemetry::MetricsWriter& writer, std::span<const std::unique_ptr<ServingCore>> cores,
                      const AccountExposition& account, const telemetry::RuntimeMetrics& runtime,
                      const pipeline::Generation& generation, const GridExposition& grid, const WatchExposition& watch,
                      const PreviewExposition& previews, std::optional<WriteBan> zero_trust) {
    const telemetry::LabelNames& names = account.names;
    std::vector<const telemetry::RequestMetrics*> requests;
    std::vector<const fleet::FleetMetrics*> fleets;
    std::vector<const budget::BudgetMetrics*> budgets;
    std::vector<const pipeline::CascadeMetrics*> cascades;
    std::vector<const pipeline::DeferralMetrics*> deferrals;
    std::vector<const pipeline::ShorteningMetrics*> shortenings;
    std::vector<const pipeline::PreviewMetrics*> preview_shards = {&previews.previews};
    std::vector<const energy::GainMetrics*> gains = {&previews.gains};
    std::vector<const net::NetMetrics*> nets;
    for (const auto& core : cores) {
        requests.push_back(&core->worker().requests);
        gains.push_back(&core->worker().gains);
        fleets.push_back(&core->worker().fleet);
        budgets.push_back(&core->worker().budget);
        cascades.push_back(&core->worker().cascade);
        deferrals.push_back(&core->worker().deferral);
        shortenings.push_back(&core->worker().shortening);
        preview_shards.push_back(&core->worker().previews);
        nets.push_back(&core->net_metrics());
    }
    telemetry::RequestMetrics::write(writer, requests, names);
    pipeline::CascadeMetrics::write(writer, cascades, names);
    pipeline::DeferralMetrics::write(writer, deferrals, names);
    pipeline::ShorteningMetrics::write(writer, shortenings, names);
    pipeline::write_optimizer_state(writer, account.optimizer);
    pipeline::PreviewMetrics::write(writer, preview_shards, names);
    write(writer, fleets, names, generation.fleet->all());
    fleet::write_reports(writer, generation.fleet->all(), grid.now);
    fleet::write_pages(writer, watch.engines);
    watch.kv_events.write(writer, grid.now);
    account::write(writer, account.books, names, generation.telemetry.compat_metric_names);
    energy::GainMetrics::write(writer, gains, names);
    watch.meters.write(writer);
    write_budgets(writer, budgets, generation.budgets, generation.departments);
    write(writer, grid.metrics, *generation.grid_board->now(), grid.now);
    write_regions(writer, *generation.places);
    write(writer, nets);
    write(writer, runtime, build_info());
    write_zero_trust_info(writer, zero_trust);
    telemetry::write_process_metrics(writer);
}

}  // namespace greeninfer::app
