#include "api/request_id.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace greeninfer::api {

namespace {

bool is_harmless(std::string_view id) {
    const auto allowed = [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
               (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_' || letter == '.' || letter == ':';
    };
    return !id.empty() && id.size() <= 128 && std::ranges::all_of(id, allowed);
}

}  // namespace

std::string request_id_of(const net::RequestHead& head, std::mt19937_64& random) {
    for (const std::string_view name : {"x-client-request-id", "x-request-id"}) {
        if (const auto id = head.fields.find(name); id && is_harmless(*id)) return std::string(*id);
    }
    return fmt::format("req_{:016x}{:016x}", random(), random());
}

}  // namespace greeninfer::api
