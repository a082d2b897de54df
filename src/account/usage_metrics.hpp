#pragma once
// The account as counters. Any thread that may wait; each is a sum over the account's totals, so what departments,
// models and regions show always adds up to the same.
#include "account/bookkeeper.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::account {

// `compatible_names`: grams also under the name that dashboards of other gateways know.
void write(telemetry::MetricsWriter& writer, Bookkeeper& books, const telemetry::LabelNames& names,
           bool compatible_names);

}  // namespace greeninfer::account
