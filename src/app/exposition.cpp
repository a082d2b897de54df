#include "app/exposition.hpp"

#include <vector>

#include "telemetry/process_metrics.hpp"

namespace greeninfer::app {

namespace {

void write_budgets(telemetry::MetricsWriter& writer, telemetry::Shards<budget::BudgetMetrics> cores,
                   const pipeline::BudgetBook& book) {
    std::vector<budget::DepartmentRatio> departments;
    for (const pipeline::BudgetBook::Department& department : book.departments()) {
        const budget::AccountStatus status = book.store()->status(department.line);
        departments.push_back({department.name, used_ratio(department.line.limits, status)});
    }
    write(writer, cores, departments, book.store()->session_count());
}

}  // namespace

telemetry::BuildInfo build_info() {
    return {.version = GREENINFER_VERSION, .compiler = "clang " __clang_version__};
}

void write_exposition(telemetry::MetricsWriter& writer, std::span<const std::unique_ptr<ServingCore>> cores,
                      const telemetry::LabelNames& names, const telemetry::RuntimeMetrics& runtime,
                      const pipeline::Generation& generation, const GridExposition& grid, const MeterExposition& meters,
                      std::optional<WriteBan> zero_trust) {
    std::vector<const telemetry::RequestMetrics*> requests;
    std::vector<const fleet::FleetMetrics*> fleets;
    std::vector<const budget::BudgetMetrics*> budgets;
    std::vector<const pipeline::CascadeMetrics*> cascades;
    std::vector<const pipeline::DeferralMetrics*> deferrals;
    std::vector<const energy::EnergyMetrics*> energies = {&meters.shares};
    std::vector<const net::NetMetrics*> nets;
    for (const auto& core : cores) {
        requests.push_back(&core->worker().requests);
        energies.push_back(&core->worker().energy);
        fleets.push_back(&core->worker().fleet);
        budgets.push_back(&core->worker().budget);
        cascades.push_back(&core->worker().cascade);
        deferrals.push_back(&core->worker().deferral);
        nets.push_back(&core->net_metrics());
    }
    telemetry::RequestMetrics::write(writer, requests, names);
    pipeline::CascadeMetrics::write(writer, cascades, names);
    pipeline::DeferralMetrics::write(writer, deferrals, names);
    write(writer, fleets, names, generation.fleet->all());
    energy::EnergyMetrics::write(writer, energies, names);
    meters.meters.write(writer);
    write_budgets(writer, budgets, generation.budgets);
    write(writer, grid.metrics, *generation.grid_board->now(), grid.now);
    write(writer, nets);
    write(writer, runtime, build_info());
    write_zero_trust_info(writer, zero_trust);
    telemetry::write_process_metrics(writer);
}

}  // namespace greeninfer::app
