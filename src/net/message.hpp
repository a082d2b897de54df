#pragma once
// What was parsed from the head of an HTTP/1 message. Owned by the connection; valid until its next message.
#include <cstdint>
#include <optional>
#include <string>

#include "net/header_fields.hpp"

namespace greeninfer::net {

struct RequestHead {
    std::string method;
    std::string target;  // as received: path and query
    HeaderFields fields;
    unsigned version = 11;  // 10 or 11

    // Forgets everything but the memory.
    void clear() {
        method.clear();
        target.clear();
        fields.clear();
        version = 11;
    }
};

struct ResponseHead {
    unsigned status = 0;
    HeaderFields fields;
    std::optional<std::uint64_t> content_length;  // absent when chunked, compressed or ended by the connection's end

    void clear() {
        status = 0;
        fields.clear();
        content_length.reset();
    }
};

}  // namespace greeninfer::net
