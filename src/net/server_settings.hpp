#pragma once
// What the listener takes from clients, and for how long. Every limit that a client can meet is named here.
//
// A plain value, read once at start or reload and then shared read-only by all cores.
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "config/bytes.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::net {

enum class TlsVersion { tls_1_2, tls_1_3 };
inline constexpr std::array<std::string_view, 2> kTlsVersionNames = {"1.2", "1.3"};

struct TlsSettings {
    std::string certificate;  // PEM file with the whole chain; empty: plain HTTP
    std::string key;          // PEM file
    TlsVersion minimum_version = TlsVersion::tls_1_2;
};

struct ServerSettings {
    std::string listen = "127.0.0.1:8700";  // host:port, [IPv6]:port or unix:/path; port 0 lets the kernel choose
    std::size_t threads = 0;                // 0: one per core
    std::size_t max_header = 32 * config::kKiB;
    std::size_t max_body = 8 * config::kMiB;
    std::size_t max_connections = 16384;
    std::size_t max_in_flight = 4096;
    std::size_t max_stream_queue = config::kMiB;  // bytes held of one stream
    std::size_t memory_ceiling = config::kGiB;    // request bodies held at once by the process
    std::chrono::milliseconds header_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds body_timeout = std::chrono::seconds(60);
    std::chrono::milliseconds keep_alive_timeout = std::chrono::seconds(75);
    std::chrono::milliseconds write_timeout = std::chrono::seconds(60);
    std::chrono::milliseconds drain_timeout = std::chrono::seconds(30);
    TlsSettings tls;
};

void describe(config::Fields& fields, TlsSettings& settings);
void describe(config::Fields& fields, ServerSettings& settings);

}  // namespace greeninfer::net
