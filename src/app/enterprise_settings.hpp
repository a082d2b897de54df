#pragma once
// What fleets of several regions configure, in the words that their operators already use with other gateways.
//
// Plain value; each part belongs to the layer that acts on it.
#include "fleet/green_settings.hpp"

namespace greeninfer::app {

struct EnterpriseSettings {
    fleet::GreenSettings green_routing;
};

void describe(config::Fields& fields, EnterpriseSettings& settings);

}  // namespace greeninfer::app
