#pragma once
// What budgets and limits did to requests. Counters are per core; how full a budget is is read from the ledger.
#include <array>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::budget {

// What stood in the way of a request.
enum class Refusal : std::uint8_t { carbon, money, requests, tokens, sessions };
inline constexpr std::array<std::string_view, 5> kRefusalNames = {"carbon", "money", "requests_per_minute",
                                                                  "tokens_per_minute", "max_sessions"};

// What a request was held to in place of what it asked for.
enum class Downgrade : std::uint8_t { eco, smallest };
inline constexpr std::array<std::string_view, 2> kDowngradeNames = {"eco", "smallest"};

// Why a header that names a department did not count.
enum class HeaderIgnored : std::uint8_t {
    untrusted,  // the client may not choose: its own department is charged
    unknown,    // no such department: the request is charged to none
};
inline constexpr std::array<std::string_view, 2> kHeaderIgnoredNames = {"untrusted", "unknown"};

struct BudgetMetrics {
    std::array<telemetry::Counter, kRefusalNames.size()> refusals;
    std::array<telemetry::Counter, kDowngradeNames.size()> downgrades;

    std::array<telemetry::Counter, kHeaderIgnoredNames.size()> headers_ignored;

    void count_ignored_header(HeaderIgnored reason) { headers_ignored[static_cast<std::size_t>(reason)].add(); }
    void count_refusal(Refusal reason) { refusals[static_cast<std::size_t>(reason)].add(); }
    void count_downgrade(Downgrade to) { downgrades[static_cast<std::size_t>(to)].add(); }
};

struct DepartmentRatio {
    std::string_view name;
    double used_ratio;
};

void write(telemetry::MetricsWriter& writer, telemetry::Shards<BudgetMetrics> cores,
           std::span<const DepartmentRatio> departments, std::size_t session_count);

}  // namespace greeninfer::budget
