#include "pipeline/routing_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::pipeline {

void describe(config::Fields& fields, RoutingSettings& settings) {
    fields.value("default_mode", settings.default_mode, config::OneOf<Mode>{kModeNames},
                 "Mode of requests that name none.");
}

}  // namespace greeninfer::pipeline
