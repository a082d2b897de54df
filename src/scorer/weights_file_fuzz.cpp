// Any bytes as a file of weights: an error or usable weights, never a crash.
#include <cstdint>
#include <string_view>

#include "scorer/scorer.hpp"
#include "scorer/weights_file.hpp"

using namespace greeninfer::scorer;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto weights = read_weights({reinterpret_cast<const char*>(bytes), size}, "input");
    if (!weights) return 0;
    const Scorer scorer(std::make_shared<const Weights>(std::move(*weights)));
    Scratch scratch;
    const Turn turn{Speaker::user, "Is this a question?"};
    scorer.assess({.turns = {&turn, 1}}, scratch);
    return 0;
}
