#include "net/tls_context.hpp"

#include <fmt/format.h>

#include <boost/asio/ssl/context.hpp>

namespace greeninfer::net {

namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::unexpected<Error> cannot_load(const std::string& file, const char* field, const error_code& error) {
    return fail(Fault::invalid_request, fmt::format("cannot load {}: {}", file, error.message()), field);
}

void forbid_old_versions(ssl::context& context, bool only_tls13) {
    SSL_CTX_set_min_proto_version(context.native_handle(), only_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);  // 32 KiB less per idle connection
}

}  // namespace

Result<TlsContext> make_listener_tls(const TlsSettings& settings) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    forbid_old_versions(*context, settings.minimum_version == TlsVersion::tls_1_3);
    error_code error;
    context->use_certificate_chain_file(settings.certificate, error);
    if (error) return cannot_load(settings.certificate, "server.tls.certificate", error);
    context->use_private_key_file(settings.key, ssl::context::pem, error);
    if (error) return cannot_load(settings.key, "server.tls.key", error);
    return context;
}

Result<TlsContext> make_upstream_tls(const std::string& ca_file) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    forbid_old_versions(*context, false);
    context->set_verify_mode(ssl::verify_peer);
    error_code error;
    if (ca_file.empty()) {
        context->set_default_verify_paths(error);
    } else {
        context->load_verify_file(ca_file, error);
    }
    if (error) return cannot_load(ca_file.empty() ? "the system's CA store" : ca_file, "upstream.ca_file", error);
    return context;
}

}  // namespace greeninfer::net
