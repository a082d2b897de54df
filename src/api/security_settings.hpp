#pragma once
// What browsers on other sites may do with this server.
#include <string>
#include <vector>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::api {

struct SecuritySettings {
    std::vector<std::string> cors_origins;  // such as https://chat.example, or "*"; empty: no other site may call
};

void describe(config::Fields& fields, SecuritySettings& settings);

}  // namespace greeninfer::api
