// Breaks on an input that only a working fuzzer reaches: the tests fail unless this one is reported as broken.
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.starts_with("brok") && size > 4 && input[4] == 'e') __builtin_trap();
    return 0;
}
