#pragma once
// Why a source of intensities gave no figure that may be used.
//
// The words are few and fixed, so that they can label a metric and tell an operator what to do. Plain values; the
// detail is for people and never holds a key or an address.
#include <array>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace greeninfer::grid {

enum class SourceFault : std::uint8_t {
    not_asked,     // no answer has come yet
    not_covered,   // the source does not know the zone
    unreachable,   // no connection, or it broke off
    timed_out,     // no whole answer in time
    rate_limited,  // 429
    key_refused,   // 401, which some providers also say when they are asked too often
    no_access,     // 403: the plan does not include what was asked
    refused,       // any other status that is not an answer
    malformed,     // not the format that is documented
    other_zone,    // an answer about a zone other than the one asked about
    no_value,      // null where the figure should be
    sandbox,       // made-up figures for testing
    incomplete,    // a fuel mix without one of its major fuels
    absurd,        // outside 0 to 2000 g CO2e/kWh
    from_future,   // dated after now: one of the two clocks is wrong
    stale,         // older than grid.stale_after
};
inline constexpr std::array<std::string_view, 16> kSourceFaultNames = {
    "not_asked", "not_covered", "unreachable", "timed_out", "rate_limited", "key_refused", "no_access",   "refused",
    "malformed", "other_zone",  "no_value",    "sandbox",   "incomplete",   "absurd",      "from_future", "stale"};

constexpr std::string_view name_of(SourceFault fault) {
    return kSourceFaultNames[static_cast<std::size_t>(fault)];
}

struct SourceError {
    SourceFault fault = SourceFault::malformed;
    std::string detail;
    std::optional<std::chrono::seconds> retry_after = {};  // as the source said
};

template <class T>
using Sourced = std::expected<T, SourceError>;

// A coroutine of the control core that asks a source.
template <class T>
using SourcedTask = boost::asio::awaitable<Sourced<T>>;

inline std::unexpected<SourceError> no_figure(SourceFault fault, std::string detail) {
    return std::unexpected(SourceError{fault, std::move(detail)});
}

}  // namespace greeninfer::grid
