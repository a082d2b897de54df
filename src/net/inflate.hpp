#pragma once
// Unpacks the answer of an upstream that compresses although it was asked not to: usage and errors could otherwise not
// be read.
//
// A few kilobytes can unpack to gigabytes, so output comes in bounded steps and an answer that unpacks to far more than
// any text does is refused. Owned by the exchange whose answer it unpacks.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct z_stream_s;

namespace greeninfer::net {

class Inflater {
public:
    static constexpr std::size_t kStepBytes = 64 * 1024;
    static constexpr std::uint64_t kFreeBytes = 4 * 1024 * 1024;  // unpacked bytes that are never refused
    static constexpr std::uint64_t kLargestRatio = 256;           // beyond them, unpacked for one packed byte

    Inflater();

    void add(std::string_view packed);
    // Appends what can be unpacked of the bytes added so far, at most kStepBytes of it. Nothing appended: more are
    // needed, or the end. Fails with upstream_failed when the bytes are not gzip or zlib, or unpack to too much.
    Result<void> read(std::string& out);
    // The packed bytes ended where they should. Nothing at all is a whole empty answer.
    bool complete() const { return at_end_ && packed_.empty(); }

private:
    struct Close {
        void operator()(z_stream_s* stream) const;
    };
    Result<std::size_t> unpack(char* out, std::size_t room);

    std::unique_ptr<z_stream_s, Close> stream_;
    std::string packed_;
    std::uint64_t taken_bytes_ = 0;
    std::uint64_t given_bytes_ = 0;
    bool at_end_ = true;
};

enum class ContentEncoding { none, packed, unknown };

// What a content-encoding header says. Empty and "identity" are none; gzip, x-gzip and deflate are packed.
ContentEncoding encoding_of(std::string_view value);

}  // namespace greeninfer::net
