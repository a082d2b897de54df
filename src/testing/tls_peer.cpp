#include "testing/tls_peer.hpp"

#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <stdexcept>
#include <utility>

namespace greeninfer::testing {

namespace {

int number_of(TlsAtMost version) {
    if (version == TlsAtMost::tls_1_1) return TLS1_1_VERSION;
    return version == TlsAtMost::tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

void limit_patience(int descriptor) {
    const timeval patience{BlockingSocket::kPatience.count(), 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

}  // namespace

TlsPeer TlsPeer::as_client(BlockingSocket& socket, TlsAtMost newest) {
    return TlsPeer(socket, false, newest, nullptr);
}

TlsPeer TlsPeer::as_server(BlockingSocket& socket, const TestCertificate& certificate) {
    return TlsPeer(socket, true, TlsAtMost::tls_1_3, &certificate);
}

TlsPeer::TlsPeer(BlockingSocket& socket, bool server, TlsAtMost newest, const TestCertificate* certificate)
    : context_(SSL_CTX_new(TLS_method()), SSL_CTX_free) {
    SSL_CTX_set_security_level(context_.get(), 0);  // Else OpenSSL itself would not even try an old version.
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), number_of(newest));
    if (certificate &&
        (SSL_CTX_use_certificate_chain_file(context_.get(), certificate->certificate_file().c_str()) != 1 ||
         SSL_CTX_use_PrivateKey_file(context_.get(), certificate->key_file().c_str(), SSL_FILETYPE_PEM) != 1)) {
        throw std::runtime_error("the test certificate does not load");
    }
    limit_patience(socket.descriptor());
    stream_ = std::shared_ptr<SSL>(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(stream_.get(), socket.descriptor());
    secure_ = (server ? SSL_accept(stream_.get()) : SSL_connect(stream_.get())) == 1;
}

std::string TlsPeer::version() const {
    return SSL_get_version(stream_.get());
}

std::string TlsPeer::server_name() const {
    const char* const name = SSL_get_servername(stream_.get(), TLSEXT_NAMETYPE_host_name);
    return name ? name : "";
}

bool TlsPeer::send(std::string_view bytes) {
    return SSL_write(stream_.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

bool TlsPeer::fill() {
    char bytes[16 * 1024];
    const int got = SSL_read(stream_.get(), bytes, sizeof(bytes));
    if (got > 0) unread_.append(bytes, static_cast<std::size_t>(got));
    if (got <= 0) ended_properly_ = SSL_get_error(stream_.get(), got) == SSL_ERROR_ZERO_RETURN;
    return got > 0;
}

std::string TlsPeer::read_until(std::string_view end) {
    std::size_t at = 0;
    while ((at = unread_.find(end)) == std::string::npos) {
        if (!fill()) return std::exchange(unread_, {});
    }
    std::string text = unread_.substr(0, at + end.size());
    unread_.erase(0, at + end.size());
    return text;
}

std::string TlsPeer::read_to_end() {
    while (fill()) {
    }
    return std::exchange(unread_, {});
}

void TlsPeer::end() {
    SSL_shutdown(stream_.get());
}

}  // namespace greeninfer::testing
