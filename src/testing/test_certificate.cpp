#include "testing/test_certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace greeninfer::testing {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

void add_extension(X509* certificate, int which, const std::string& value) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, which, value.c_str());
    if (!extension) throw std::runtime_error("not a certificate extension: " + value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate self_signed(EVP_PKEY* key, const std::string& names) {
    Certificate certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* const name = X509_get_subject_name(certificate.get());
    const auto* const common_name = reinterpret_cast<const unsigned char*>("test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    add_extension(certificate.get(), NID_subject_alt_name, names);
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

}  // namespace

TestCertificate::TestCertificate(const std::string& names) {
    static std::atomic<int> made{0};
    base_ = ::testing::TempDir() + "greeninfer-" + std::to_string(::getpid()) + "-" + std::to_string(++made);
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Certificate certificate = self_signed(key.get(), names);
    const File key_out(std::fopen(key_file().c_str(), "w"), std::fclose);
    const File certificate_out(std::fopen(certificate_file().c_str(), "w"), std::fclose);
    if (!key_out || !certificate_out || PEM_write_X509(certificate_out.get(), certificate.get()) != 1 ||
        PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        throw std::runtime_error("cannot write the test certificate to " + base_);
    }
}

TestCertificate::~TestCertificate() {
    std::filesystem::remove(key_file());
    std::filesystem::remove(certificate_file());
}

}  // namespace greeninfer::testing
