#pragma once
// A region that the operator describes: one of their own, or a cloud's that they know better than the built-in table.
//
// Plain value.
#include <optional>
#include <string>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::grid {

struct RegionSettings {
    std::string name;
    std::string provider;       // empty: as in the table of cloud regions
    std::string zone;           // empty: as in that table
    std::optional<double> pue;  // absent: as in that table, else grid.pue
};

void describe(config::Fields& fields, RegionSettings& settings);

}  // namespace greeninfer::grid
