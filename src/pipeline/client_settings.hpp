#pragma once
// One caller that the gateway knows. Only a digest of the key is configured, so a leaked configuration leaks no key.
#include <array>
#include <cstdint>
#include <string>

#include "budget/budget_settings.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::pipeline {

struct ClientSettings {
    std::string name;
    std::array<std::uint8_t, 32> key_sha256 = {};  // SHA-256 of the key; 64 hexadecimal digits in the configuration
    std::string department;                        // empty: none
    budget::SpendingSettings spending;
    budget::RateSettings rates;
};

void describe(config::Fields& fields, ClientSettings& settings);

}  // namespace greeninfer::pipeline
