#include "app/data_set.hpp"

#include <fmt/format.h>

#include "app/exposition.hpp"

namespace greeninfer::app {

std::string data_set_version() {
    return fmt::format("greeninfer {}; energy model {}; grid tables {}", build_info().version,
                       GREENINFER_ENERGY_MODEL_SHA256, GREENINFER_GRID_TABLES_SHA256);
}

}  // namespace greeninfer::app
