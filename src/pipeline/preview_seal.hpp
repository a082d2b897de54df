#pragma once
// Makes ids that carry what they stand for and that nobody else can make: p1.PAYLOAD.MAC, both base64url, with
// HMAC-SHA256.
//
// A store of previews would have to be shared by gateways, bounded and cleaned, and would keep words of prompts; an id
// that says everything needs none. The key is derived three ways, so that a digest is no MAC and the name of the key
// says nothing about it. Immutable, shared by all cores.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::pipeline {

using PreviewDigest = std::array<std::uint8_t, 16>;

class PreviewSeal {
public:
    // `is_shared`: the key was configured, so other gateways may have it too.
    PreviewSeal(std::string_view secret, bool is_shared);
    ~PreviewSeal();
    PreviewSeal(const PreviewSeal&) = delete;
    PreviewSeal& operator=(const PreviewSeal&) = delete;

    // With a key that no other process has.
    static std::shared_ptr<const PreviewSeal> random();

    std::string seal(std::string_view payload) const;
    // The payload of an id. Faults: preview_foreign for one made with another key, preview_changed for everything else
    // that is not exactly what seal() returned.
    Result<std::string> open(std::string_view id) const;

    // Keyed, so that it tells nothing about short texts.
    PreviewDigest digest(std::string_view bytes) const;

    std::uint64_t key_id() const { return key_id_; }
    bool is_shared() const { return is_shared_; }

private:
    using Key = std::array<std::uint8_t, 32>;

    Key signing_key_;
    Key digest_key_;
    std::uint64_t key_id_ = 0;
    bool is_shared_;
};

}  // namespace greeninfer::pipeline
