// Any bytes as a document of generation: never a crash, a hang or a huge allocation, and no figure that no fuel has.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grid/entsoe.hpp"
#include "grid/timestamp.hpp"

using namespace greeninfer::grid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto reading = Entsoe::read_generation(text, "FR", Basis::lifecycle);
    if (reading) {
        const double grams = reading->intensity.as_grams_per_kilowatt_hour();
        if (!(grams >= 0 && grams <= 2000) || !reading->valid_at) std::abort();
    }
    if (const auto time = parse_timestamp(text)) {
        if (parse_timestamp(print_timestamp(*time)) != time) std::abort();
    }
    return 0;
}
