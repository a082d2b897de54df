#pragma once
// Certificates made for one test, in files that go with it: no key lies in the repository and none expires there.
#include <string>

namespace greeninfer::testing {

// A self-signed certificate that is its own authority, so that its file also serves as a CA file.
class TestCertificate {
public:
    // `names` as OpenSSL's subjectAltName has them: "DNS:localhost,IP:127.0.0.1".
    explicit TestCertificate(const std::string& names);
    ~TestCertificate();
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    std::string certificate_file() const { return base_ + ".crt"; }
    std::string key_file() const { return base_ + ".key"; }

private:
    std::string base_;
};

}  // namespace greeninfer::testing
