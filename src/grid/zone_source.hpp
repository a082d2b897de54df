#pragma once
// One provider of intensities, as the refresher sees it: which zones it knows, what its figures mean, and the latest
// one.
//
// Lives on the control core, for as long as one configuration does.
#include <string>
#include <string_view>
#include <vector>

#include "base/web_fetch.hpp"
#include "grid/reading.hpp"
#include "grid/snapshot.hpp"
#include "grid/source_error.hpp"

namespace greeninfer::grid {

struct ZoneAnswer {
    Reading reading;                      // intensity, signal, source, estimated and valid_at
    std::vector<ForecastPoint> forecast;  // of the same signal; may be empty
};

class ZoneSource {
public:
    virtual ~ZoneSource() = default;
    virtual Source source() const = 0;
    virtual Signal signal() const = 0;  // what its figures mean
    virtual bool covers(std::string_view zone) const = 0;
    // The figure as the provider gives it, not yet checked against the clock and against what a grid can emit.
    virtual SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) = 0;
};

}  // namespace greeninfer::grid
