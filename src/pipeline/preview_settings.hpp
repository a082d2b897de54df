#pragma once
// When an answer is announced before it is made, and how long the announcement holds.
#include <chrono>

#include "config/secret.hpp"

namespace greeninfer::pipeline {

struct PreviewSettings {
    bool enabled = true;
    double score_above = 38;  // complexity, 0 to 100
    std::chrono::milliseconds expires_after = std::chrono::minutes(15);
    std::chrono::milliseconds time_limit = std::chrono::seconds(20);  // of making one, the second try included
    config::SecretSetting signing_key;                                // without one: a random key of the process
};

void describe(config::Fields& fields, PreviewSettings& settings);

}  // namespace greeninfer::pipeline
