#include "telemetry/log_field.hpp"

#include <algorithm>

namespace greeninfer::telemetry {

LogText LogText::from_request_id(std::string_view id) {
    constexpr std::size_t kLengthMax = 64;
    constexpr std::string_view kKept = "-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text;
    for (const char character : id.substr(0, kLengthMax))
        if (kKept.contains(character)) text += character;
    return LogText(std::move(text));
}

}  // namespace greeninfer::telemetry
