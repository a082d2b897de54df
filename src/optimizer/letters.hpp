#pragma once
// Kinds of bytes, ASCII only: what a locale says must not change what is deleted.
namespace greeninfer::optimizer {

constexpr bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}
constexpr bool is_small(char byte) {
    return byte >= 'a' && byte <= 'z';
}
constexpr bool is_capital(char byte) {
    return byte >= 'A' && byte <= 'Z';
}
constexpr bool is_letter(char byte) {
    return is_small(byte) || is_capital(byte);
}
constexpr bool is_ascii(char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
}
constexpr bool is_blank(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

}  // namespace greeninfer::optimizer
