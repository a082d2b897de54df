#pragma once
// Every value that a metric label can take, each with a small number that the request path carries instead of a string.
//
// Only start-up and reload add names, and only from the configuration: a request that names anything else is kOther. So
// a stranger who asks for a million invented models cannot grow the metrics. Names are never forgotten, because the
// counters of a model that a reload removed go on being true. One per process; safe from every thread.
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace greeninfer::telemetry {

using LabelId = std::uint16_t;

inline constexpr LabelId kOther = 0;  // a value that the configuration does not know
inline constexpr LabelId kNone = 1;   // a dimension that does not apply, such as the model of GET /health

class LabelNames {
public:
    static constexpr std::size_t kNamesMax = 65'535;

    LabelNames();

    // The same name always gets the same id; kOther once kNamesMax names are known. What is not UTF-8 in it is
    // replaced, so that names that look alike count as one. Takes a lock: not for requests.
    LabelId intern(std::string_view name);
    // The view stays valid as long as this object. Takes a lock.
    std::string_view name(LabelId id) const;

private:
    mutable std::mutex mutex_;
    std::deque<std::string> names_;  // never moves its strings
    std::unordered_map<std::string_view, LabelId> ids_;
};

}  // namespace greeninfer::telemetry
