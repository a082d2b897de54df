#pragma once
// Where two processes of this program meet, and what proves that they belong together.
//
// An abstract Unix socket: it is no file, so it needs no right to write and leaves nothing behind, and its name is
// random, so that a dead process is never mistaken for its successor. Everybody on the machine may connect to it, hence
// the key, and the same user on both ends, which the kernel vouches for.
#include <memory>
#include <string>

#include "base/result.hpp"
#include "config/secret.hpp"

namespace greeninfer::net {

struct FrameAddress {
    std::string name;  // without the zero byte that the kernel wants before it
    std::shared_ptr<const config::Secret> key;
};

// With 128 random bits of name and 256 of key, in hexadecimal.
FrameAddress random_frame_address(std::string_view purpose);

// Both ends of a connection refuse frames above this.
inline constexpr std::size_t kFrameBytesMax = 1U << 20U;

}  // namespace greeninfer::net
