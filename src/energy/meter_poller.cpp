#include "energy/meter_poller.hpp"

#include <cmath>
#include <utility>

#include "telemetry/log.hpp"

namespace greeninfer::energy {

using telemetry::field;
using telemetry::LogText;

MeterPoller::MeterPoller(std::string name, std::unique_ptr<Meter> meter, const MeterLimits& limits,
                         const LedgerOptions& ledger)
    : name_(std::move(name)),
      meter_(std::move(meter)),
      limits_(limits),
      ledger_(std::make_shared<WindowLedger>(ledger)),
      guard_(limits.tdp) {}

boost::asio::awaitable<void> MeterPoller::poll(Clock& clock, const ShareSink& sink) {
    auto reading = co_await meter_->read();
    const Moment now = clock.now();
    if (reading) {
        take(*std::move(reading), now, sink);
    } else {
        refuse(MeterRefusal::unreadable, reading.error().detail);
        if (last_window_ && now - *last_window_ < kLongestSilence) co_return;
        ledger_->lose(now);
        last_window_ = now;
    }
}

void MeterPoller::take(std::vector<DeviceCount> reading, Moment now, const ShareSink& sink) {
    const auto accepted = guard_.accept(std::move(reading), now);
    if (!accepted) {
        refuse(accepted.error(), "its count cannot be true");
    } else if (std::exchange(is_refused_, false)) {
        telemetry::log_info("meter_believed", {field("meter", LogText::from_configuration(name_))});
    }
    const std::optional<MeterGuard::Difference> difference = accepted.value_or(std::nullopt);
    const bool stands_still = accepted && !difference && last_window_;
    if (stands_still) return;
    if (difference) {
        close(*difference, now, sink);
    } else {
        ledger_->lose(now);
    }
    last_window_ = now;
}

void MeterPoller::close(const MeterGuard::Difference& difference, Moment now, const ShareSink& sink) {
    const double it_microjoules = static_cast<double>(difference.microjoules) * limits_.host_share;
    const auto microjoules = static_cast<std::uint64_t>(std::llround(it_microjoules));
    const ClosedWindow closed = ledger_->close({microjoules, difference.since, now});
    it_energy_joules_.add(static_cast<double>(microjoules) * 1e-6);
    unallocated_joules_.add(static_cast<double>(closed.unallocated_microjoules) * 1e-6);
    if (sink) sink(closed);
}

void MeterPoller::refuse(MeterRefusal reason, const std::string& detail) {
    refusals_[static_cast<std::size_t>(reason)].add();
    if (is_refused_) return;
    is_refused_ = true;
    telemetry::log_warning("meter_refused",
                           {field("meter", LogText::from_configuration(name_)), field("reason", reason),
                            field("detail", LogText::from_configuration(detail))});
}

boost::asio::awaitable<void> MeterPoller::poll_for_ever(std::shared_ptr<MeterPoller> poller, Clock& clock,
                                                        ShareSink sink) {
    while (!poller->is_over_) {
        co_await poller->poll(clock, sink);
        co_await clock.sleep_for(poller->limits_.interval);
    }
}

}  // namespace greeninfer::energy
