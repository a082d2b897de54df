#pragma once
// What browsers on other sites may do with this server, and what it may do itself on its machine.
#include <string>
#include <vector>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::api {

struct SecuritySettings {
    std::vector<std::string> cors_origins;  // such as https://chat.example, or "*"; empty: no other site may call
    bool zero_trust = false;                // the process gives up every right to write a file (app/confinement.hpp)
    bool allow_unenforced = false;          // starts also where the kernel cannot enforce that
};

void describe(config::Fields& fields, SecuritySettings& settings);

}  // namespace greeninfer::api
