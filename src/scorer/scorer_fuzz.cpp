// Any bytes as any conversation must give a score from 0 to 100, chances from 0 to 1, and the same twice.
// The first byte says who speaks and what else the request has; byte 0 in the text parts turns.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "scorer/scorer.hpp"

using namespace greeninfer::scorer;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool within(double value, double least, double most) {
    return std::isfinite(value) && value >= least && value <= most;
}

std::vector<Turn> turns_of(std::string_view text, std::uint8_t speakers) {
    std::vector<Turn> turns;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\0'), text.size());
        turns.push_back({static_cast<Speaker>((speakers >> (turns.size() % 4)) & 3U), text.substr(0, end)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return turns;
}

const Scorer& scorer() {
    static const auto built_in = Scorer::embedded();
    require(built_in.has_value());
    return *built_in;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static Scratch scratch;
    const std::uint8_t shape = size > 0 ? bytes[0] : 0;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const std::vector<Turn> turns = turns_of(text.substr(size > 0 ? 1 : 0), shape);
    const Prompt prompt{.turns = turns, .has_tools = (shape & 0x80U) != 0, .has_images = (shape & 0x40U) != 0};
    const Assessment assessment = scorer().assess(prompt, scratch);
    require(within(assessment.score, 0, 100));
    require(assessment.label == label_of(assessment.score));
    for (const double chance : assessment.p_right) require(within(chance, 0, 1));
    assessment.features.each([](std::string_view, double value) { require(std::isfinite(value)); });
    require(scorer().assess(prompt, scratch).score == assessment.score);
    return 0;
}
