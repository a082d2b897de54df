#include "net/server_settings.hpp"

#include "config/fields.hpp"
#include "net/listen_address.hpp"
#include "net/tls_context.hpp"

namespace greeninfer::net {

using namespace std::chrono_literals;
using config::Count, config::Duration, config::File, config::OneOf, config::Size, config::Text;
using config::kGiB, config::kKiB, config::kMiB;

namespace {

// What is wrong with the outcome of a check, in the form Fields::check wants it.
template <class T>
std::string wrong_with(const Result<T>& result) {
    return result ? std::string() : result.error().detail;
}

}  // namespace

void describe(config::Fields& fields, TlsSettings& settings) {
    fields.value("certificate", settings.certificate, File{"path of a PEM file"},
                 "Certificate chain, leaf first. With it the server speaks HTTPS only.");
    fields.value("key", settings.key, File{"path of a PEM file"}, "Private key of the certificate.");
    fields.value("minimum_version", settings.minimum_version, OneOf<TlsVersion>{kTlsVersionNames},
                 "Oldest version of TLS that a client may use.");

    const bool has_certificate = !settings.certificate.empty();
    const bool has_key = !settings.key.empty();
    fields.require(has_key || !has_certificate, "certificate", "needs its private key; set key beside it");
    fields.require(has_certificate || !has_key, "key", "needs its certificate; set certificate beside it");
    if (has_certificate && has_key) {
        fields.check("certificate", [&] { return wrong_with(make_listener_tls(settings)); });
    }
}

void describe(config::Fields& fields, ServerSettings& settings) {
    fields.value("listen", settings.listen, Text{"host:port, [IPv6]:port or unix:/path"},
                 "Where clients connect. With port 0 the kernel chooses one.");
    fields.value("threads", settings.threads, Count{0, 256}, "Threads that serve clients; 0 is one per core.");
    fields.value("max_header", settings.max_header, Size{kKiB, kMiB}, "Largest request header, else 431.");
    fields.value("max_body", settings.max_body, Size{kKiB, kGiB}, "Largest request body, else 413.");
    fields.value("max_connections", settings.max_connections, Count{1, 1'000'000},
                 "Client connections open at the same time; further ones are closed.");
    fields.value("max_in_flight", settings.max_in_flight, Count{1, 1'000'000},
                 "Requests in work at once, else 429 with retry-after.");
    fields.value("max_stream_queue", settings.max_stream_queue, Size{4 * kKiB, kGiB},
                 "Bytes held of one stream: an unfinished event and what a slow client has not taken.");
    fields.value("memory_ceiling", settings.memory_ceiling, Size{kMiB, 1024 * kGiB},
                 "Bytes of request bodies held at once by the whole server, else 507.");
    fields.value("header_timeout", settings.header_timeout, Duration{10ms, 1h},
                 "A client has this long to send a request header.");
    fields.value("body_timeout", settings.body_timeout, Duration{10ms, 24h},
                 "A client has this long to send a request body.");
    fields.value("keep_alive_timeout", settings.keep_alive_timeout, Duration{0ms, 24h},
                 "An idle client connection is kept this long.");
    fields.value("write_timeout", settings.write_timeout, Duration{10ms, 24h},
                 "A client that takes no byte for this long is dropped.");
    fields.value("drain_timeout", settings.drain_timeout, Duration{0ms, 24h},
                 "After SIGTERM, requests have this long to finish.");
    fields.group("tls", settings.tls, "HTTPS on the listener; without it the server speaks plain HTTP.");

    fields.check("listen", [&] { return wrong_with(parse_listen_address(settings.listen)); });
    fields.require(settings.max_body <= settings.memory_ceiling, "max_body",
                   "is above memory_ceiling, so that no such body could be taken; lower it or raise memory_ceiling");
}

}  // namespace greeninfer::net
