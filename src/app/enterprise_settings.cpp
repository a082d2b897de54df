#include "app/enterprise_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::app {

void describe(config::Fields& fields, EnterpriseSettings& settings) {
    fields.group("green_routing", settings.green_routing, "Which of a model's regions is asked.");
}

}  // namespace greeninfer::app
