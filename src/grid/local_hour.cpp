#include "grid/local_hour.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <chrono>

namespace greeninfer::grid {

namespace {

// Null when there is no such zone. The library reports it, and a machine without tzdata, by throwing.
const date::time_zone* find_time_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

}  // namespace

bool is_time_zone(std::string_view name) {
    return find_time_zone(name) != nullptr;
}

Result<int> local_hour(std::string_view time_zone, WallTime now) {
    const date::time_zone* const zone = find_time_zone(time_zone);
    if (zone == nullptr) {
        return fail(Fault::invalid_request, fmt::format("'{}' is no time zone of this machine", time_zone));
    }
    const auto local = zone->to_local(std::chrono::floor<std::chrono::seconds>(now));
    const auto since_midnight = local - date::floor<date::days>(local);
    return static_cast<int>(std::chrono::floor<std::chrono::hours>(since_midnight).count());
}

}  // namespace greeninfer::grid
