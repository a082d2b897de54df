#pragma once
// Where secrets are fetched from when a configuration is loaded: the environment, and files of their own.
//
// On the thread that loads, before others may change the environment. What is wrong is said without saying the secret.
#include <string>

#include "config/secret.hpp"

namespace greeninfer::config {

// Whether the variable is set, and not to nothing.
bool is_in_environment(const std::string& variable);

// Fetch what `secret.env` or `secret.file` names. Each gives what is wrong, or nothing.
std::string fetch_from_environment(SecretSetting& secret);
std::string fetch_from_file(SecretSetting& secret);

}  // namespace greeninfer::config
