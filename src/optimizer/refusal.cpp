#include "optimizer/refusal.hpp"

#include "optimizer/code_lines.hpp"
#include "optimizer/language.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr double kCodeShareMax = 0.30;

bool is_foreign_text(const Reading& reading) {
    return is_foreign(count_languages(reading, 0, reading.size()));
}

}  // namespace

std::optional<LeftAlone> refusal_of(const Reading& reading) {
    if (reading.size() == 0) return LeftAlone::no_text;
    if (code_share(split_lines(reading.text())) >= kCodeShareMax) return LeftAlone::code;
    if (is_mathematics(reading)) return LeftAlone::mathematics;
    if (is_foreign_text(reading)) return LeftAlone::foreign_language;
    if (is_pasted(reading)) return LeftAlone::pasted_text;
    return std::nullopt;
}

}  // namespace greeninfer::optimizer
