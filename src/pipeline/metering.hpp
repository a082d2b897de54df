#pragma once
// One attempt in the books of the meter that watches its endpoint: who it is, what it does, what its share came to.
//
// The share of a receipt is what the closed windows gave it and a provisional part for the open one; the ledger itself
// writes down the final share when the window closes. Belongs to an Outcome; a new attempt starts anew.
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "energy/energy_labels.hpp"
#include "energy/window_ledger.hpp"
#include "fleet/endpoint.hpp"
#include "models/catalogue.hpp"

namespace greeninfer::pipeline {

struct Exchange;

struct Metering {
    std::optional<energy::WindowLedger::Ticket> ticket;
    std::uint64_t output_tokens = 0;        // told to the ledger so far
    std::optional<energy::Estimate> share;  // once the attempt has ended
    bool is_metered = false;
};

// Before an attempt is sent. Without a meter at its endpoint there is nothing to do.
void begin_metering(Exchange& exchange, Moment now);
// Sets outcome.estimated_tokens to what has streamed so far, and lets the ledger see it.
void note_output(Exchange& exchange, std::uint64_t output_tokens);
// With the usage as known now. The first call counts; later ones change nothing.
void finish_metering(Exchange& exchange, Moment now);

// Once the attempt is over: what no model worked on takes no share.
void end_metering(Exchange& exchange, const Result<void>& result, Moment now);

telemetry::LabelId department_of(const Exchange& exchange);
energy::EnergyLabels energy_labels(const Exchange& exchange, const models::Model& model,
                                   const fleet::Endpoint& endpoint);

}  // namespace greeninfer::pipeline
