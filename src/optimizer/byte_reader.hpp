#pragma once
// Reads numbers and texts from bytes that another process wrote: whatever they are, it never reads beyond them.
//
// After the first thing that is missing everything reads as zero or empty, so that a message is read in one go and
// ok() is asked once, at its end. Numbers are little-endian.
#include <cstdint>
#include <string>
#include <string_view>

namespace greeninfer::optimizer {

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : left_(bytes) {}

    template <class Number>
    Number number() {
        Number value = 0;
        const std::string_view bytes = take(sizeof value);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            value |= static_cast<Number>(static_cast<Number>(static_cast<std::uint8_t>(bytes[i])) << (8 * i));
        return value;
    }

    // Its length in four bytes, then it.
    std::string_view text() { return take(number<std::uint32_t>()); }

    void refuse() { ok_ = false; }
    std::size_t left() const { return left_.size(); }
    bool ok() const { return ok_; }
    bool ok_and_finished() const { return ok_ && left_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (!ok_ || size > left_.size()) {
            ok_ = false;
            return {};
        }
        const std::string_view taken = left_.substr(0, size);
        left_.remove_prefix(size);
        return taken;
    }

    std::string_view left_;
    bool ok_ = true;
};

template <class Number>
void append_number(std::string& bytes, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
}

inline void append_text(std::string& bytes, std::string_view text) {
    append_number(bytes, static_cast<std::uint32_t>(text.size()));
    bytes += text;
}

}  // namespace greeninfer::optimizer
