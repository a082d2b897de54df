#include "energy/meter_bank.hpp"

#include <algorithm>

#include "energy/exporter_meter.hpp"
#include "energy/meter_metrics.hpp"
#include "energy/nvml_meter.hpp"
#include "energy/rapl_meter.hpp"

namespace greeninfer::energy {

MeterBank::MeterBank(Spawn spawn, Clock& clock, WebFetch& web, ShareSink sink)
    : spawn_(std::move(spawn)), clock_(clock), web_(web), sink_(std::move(sink)) {}

MeterBank::~MeterBank() {
    stop();
}

std::unique_ptr<Meter> MeterBank::make_meter(const MeterSettings& settings) {
    const auto path_or = [&](std::string_view usual) {
        return settings.path.empty() ? std::string(usual) : settings.path;
    };
    switch (settings.kind) {
        case MeterKind::dcgm:
            return std::make_unique<ExporterMeter>(web_, settings.urls, settings.devices, read_dcgm_page);
        case MeterKind::kepler:
            return std::make_unique<ExporterMeter>(web_, settings.urls, settings.devices, read_kepler_page);
        case MeterKind::nvml:
            return std::make_unique<NvmlMeter>(path_or(kNvmlLibrary), settings.devices);
        case MeterKind::rapl:
            return std::make_unique<RaplMeter>(path_or(kPowercapRoot), settings.devices);
    }
    return nullptr;
}

// Sets those aside that are not among the settings.
void MeterBank::make_room(std::span<const MeterSettings> settings) {
    std::erase_if(meters_, [&](const auto& named) {
        const Entry& entry = named.second;
        const bool stays = !entry.settings || std::ranges::find(settings, *entry.settings) != settings.end();
        if (!stays) leaving_.push_back(entry);
        return !stays;
    });
}

// One that was set aside and is wanted again.
std::optional<MeterBank::Entry> MeterBank::returning(const MeterSettings& settings) {
    const auto found = std::ranges::find(leaving_, settings, [](const Entry& entry) { return *entry.settings; });
    if (found == leaving_.end()) return std::nullopt;
    Entry entry = std::move(*found);
    leaving_.erase(found);
    return entry;
}

void MeterBank::apply(std::span<const MeterSettings> settings) {
    const std::lock_guard lock(mutex_);
    make_room(settings);
    for (const MeterSettings& one : settings) {
        if (meters_.contains(one.name)) continue;
        if (auto entry = returning(one)) {
            meters_.emplace(one.name, *std::move(entry));
            continue;
        }
        const MeterLimits limits{tdp_of(one), host_share_of(one), one.interval};
        LedgerOptions ledger;
        if (one.idle_watts) ledger.idle = Power::watts(*one.idle_watts);
        begin(one.name, {one, std::make_shared<MeterPoller>(one.name, make_meter(one), limits, ledger)});
    }
}

void MeterBank::settle() {
    const std::lock_guard lock(mutex_);
    for (Entry& entry : leaving_) entry.poller->stop();
    leaving_.clear();
}

void MeterBank::add(std::string name, std::unique_ptr<Meter> meter, const MeterLimits& limits,
                    const LedgerOptions& ledger) {
    const std::lock_guard lock(mutex_);
    auto poller = std::make_shared<MeterPoller>(name, std::move(meter), limits, ledger);
    begin(std::move(name), {std::nullopt, std::move(poller)});
}

void MeterBank::begin(std::string name, Entry entry) {
    spawn_(MeterPoller::poll_for_ever(entry.poller, clock_, sink_));
    meters_.emplace(std::move(name), std::move(entry));
}

void MeterBank::stop() {
    settle();
    const std::lock_guard lock(mutex_);
    for (auto& [name, entry] : meters_) entry.poller->stop();
}

std::shared_ptr<WindowLedger> MeterBank::ledger(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = meters_.find(name);
    return found != meters_.end() ? found->second.poller->ledger() : nullptr;
}

void MeterBank::write(telemetry::MetricsWriter& writer) const {
    const std::lock_guard lock(mutex_);
    std::vector<const MeterPoller*> pollers;
    for (const auto& [name, entry] : meters_) pollers.push_back(entry.poller.get());
    write_meters(writer, pollers);
}

}  // namespace greeninfer::energy
