#pragma once
// One caller that the gateway knows. Only a digest of the key is configured, so a leaked configuration leaks no key.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "budget/budget_settings.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::pipeline {

// What a client may read of the reports.
enum class ReportScope : std::uint8_t { none, own_department, all };
inline constexpr std::array<std::string_view, 3> kReportScopeNames = {"none", "own_department", "all"};

struct ClientSettings {
    std::string name;
    std::array<std::uint8_t, 32> key_sha256 = {};  // SHA-256 of the key; 64 hexadecimal digits in the configuration
    std::string department;                        // empty: none
    bool may_set_department = false;               // by a header, for each request
    ReportScope reports = ReportScope::own_department;
    budget::SpendingSettings spending;
    budget::RateSettings rates;
    std::optional<bool> brief_answers;  // absent: as the optimizer section says
};

void describe(config::Fields& fields, ClientSettings& settings);

}  // namespace greeninfer::pipeline
