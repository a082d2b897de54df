#pragma once
// TLS on a blocking socket, by OpenSSL alone: the far end in tests of our own TLS.
#include <memory>
#include <string>
#include <string_view>

#include "testing/blocking_socket.hpp"
#include "testing/test_certificate.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace greeninfer::testing {

enum class TlsAtMost { tls_1_1, tls_1_2, tls_1_3 };

class TlsPeer {
public:
    // Both handshake at once; secure() tells whether it worked. The socket must outlive the peer.
    static TlsPeer as_client(BlockingSocket& socket, TlsAtMost newest = TlsAtMost::tls_1_3);
    static TlsPeer as_server(BlockingSocket& socket, const TestCertificate& certificate);

    bool secure() const { return secure_; }
    std::string version() const;
    std::string server_name() const;  // the SNI that the client sent; empty when none
    bool send(std::string_view bytes);
    std::string read_until(std::string_view end);  // all that came, up to and with `end`; less when the stream ended
    std::string read_to_end();
    bool ended_properly() const { return ended_properly_; }  // with a close notification, not just a cut connection
    void end();                                              // sends the close notification

private:
    TlsPeer(BlockingSocket& socket, bool server, TlsAtMost newest, const TestCertificate* certificate);
    bool fill();

    std::shared_ptr<ssl_ctx_st> context_;
    std::shared_ptr<ssl_st> stream_;
    std::string unread_;
    bool secure_ = false;
    bool ended_properly_ = false;
};

}  // namespace greeninfer::testing
