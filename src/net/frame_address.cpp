#include "net/frame_address.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>

namespace greeninfer::net {

namespace {

template <std::size_t Bytes>
std::string random_text() {
    std::array<std::uint8_t, Bytes> bytes{};
    // Cannot fail or fall short for so few bytes once the system is up (getrandom(2)).
    while (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) continue;
    std::string text;
    for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
}

}  // namespace

FrameAddress random_frame_address(std::string_view purpose) {
    return {.name = fmt::format("{}-{}", purpose, random_text<16>()),
            .key = std::make_shared<const config::Secret>(random_text<32>())};
}

}  // namespace greeninfer::net
