#pragma once
// Which providers are asked about a zone, best first. The tables come after the last of them and are not listed here.
//
// With `auto`, Electricity Maps comes first where its key is there, because only it counts imports and speaks the
// signal that bills are made with; then the operator of the zone's own grid, which needs no key; then those with a key.
// A zone for which the operator of the gateway gave a figure of his own is asked of nobody. Belongs to one
// configuration.
#include <memory>
#include <string_view>
#include <vector>

#include "grid/grid_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class SourceOrder {
public:
    explicit SourceOrder(const GridSettings& settings);

    // The sources of this zone whose `table` figure is known. Empty: the table is what was configured.
    std::vector<ZoneSource*> sources_of(std::string_view zone, Source table) const;
    // Whether a provider was named that does not know the zone.
    bool is_out_of_reach(std::string_view zone) const;

private:
    Provider provider_;
    std::vector<std::unique_ptr<ZoneSource>> sources_;  // best first
};

}  // namespace greeninfer::grid
