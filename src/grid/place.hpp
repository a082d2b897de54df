#pragma once
// Where an endpoint runs: a region, the grid zone that it draws from, and what its building adds to every joule.
//
// Plain value; owned by Places, which belongs to one configuration.
#include <cstddef>
#include <string>

namespace greeninfer::grid {

struct Place {
    std::string region;          // empty: not said
    std::string provider;        // gcp, aws, azure, ...; empty: an own region
    std::string zone;            // as Electricity Maps names it, such as US-TEX-ERCO; empty: the world's average
    std::size_t zone_index = 0;  // of Snapshot::zones()
    double pue = 1.2;            // power usage effectiveness: facility energy over IT energy
};

}  // namespace greeninfer::grid
