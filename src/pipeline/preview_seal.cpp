#include "pipeline/preview_seal.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

#include "pipeline/base64url.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::string_view kVersion = "p1.";
constexpr std::size_t kKeyIdBytes = 8;
constexpr std::string_view kSentAsItCame = "; send the id of a preview as it came, or ask for a new one";

using Mac = std::array<std::uint8_t, 32>;

Mac hmac(std::string_view key, std::string_view text) {
    Mac mac;
    unsigned size = mac.size();
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
         text.size(), mac.data(), &size);
    return mac;
}

template <std::size_t kSize>
std::string_view as_text(const std::array<std::uint8_t, kSize>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string bytes_of(std::uint64_t number) {
    std::string bytes;
    for (std::size_t i = 0; i < kKeyIdBytes; ++i) bytes += static_cast<char>(number >> (8 * (kKeyIdBytes - 1 - i)));
    return bytes;
}

std::uint64_t number_of(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes.substr(0, kKeyIdBytes)) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

std::unexpected<Error> changed() {
    return fail(Fault::preview_changed, std::string("the id of the preview was changed") + std::string(kSentAsItCame),
                "confirm.preview_id");
}

}  // namespace

PreviewSeal::PreviewSeal(std::string_view secret, bool is_shared)
    : signing_key_(hmac(secret, "greeninfer preview signature")),
      digest_key_(hmac(secret, "greeninfer preview digest")),
      key_id_(number_of(as_text(hmac(secret, "greeninfer preview key name")))),
      is_shared_(is_shared) {}

PreviewSeal::~PreviewSeal() {
    OPENSSL_cleanse(signing_key_.data(), signing_key_.size());
    OPENSSL_cleanse(digest_key_.data(), digest_key_.size());
}

std::shared_ptr<const PreviewSeal> PreviewSeal::random() {
    Key secret;
    if (RAND_bytes(secret.data(), secret.size()) != 1) throw std::runtime_error("the system gives no random bytes");
    auto seal = std::make_shared<const PreviewSeal>(as_text(secret), false);
    OPENSSL_cleanse(secret.data(), secret.size());
    return seal;
}

std::string PreviewSeal::seal(std::string_view payload) const {
    std::string id = std::string(kVersion) + base64url(bytes_of(key_id_) + std::string(payload));
    const Mac mac = hmac(as_text(signing_key_), id);
    return id + "." + base64url(as_text(mac));
}

Result<std::string> PreviewSeal::open(std::string_view id) const {
    const std::size_t dot = id.rfind('.');
    if (!id.starts_with(kVersion) || dot < kVersion.size()) return changed();
    const auto bytes = from_base64url(id.substr(kVersion.size(), dot - kVersion.size()));
    const auto mac = from_base64url(id.substr(dot + 1));
    if (!bytes || !mac || bytes->size() < kKeyIdBytes || mac->size() != sizeof(Mac)) return changed();
    if (number_of(*bytes) != key_id_) {
        return fail(Fault::preview_foreign,
                    "the preview was made by another server, or before this one was started; ask for a new one",
                    "confirm.preview_id");
    }
    const Mac expected = hmac(as_text(signing_key_), id.substr(0, dot));
    if (CRYPTO_memcmp(mac->data(), expected.data(), expected.size()) != 0) return changed();
    return bytes->substr(kKeyIdBytes);
}

PreviewDigest PreviewSeal::digest(std::string_view bytes) const {
    const Mac mac = hmac(as_text(digest_key_), bytes);
    PreviewDigest digest;
    std::copy_n(mac.begin(), digest.size(), digest.begin());
    return digest;
}

}  // namespace greeninfer::pipeline
