#include "scorer/assessment.hpp"

namespace greeninfer::scorer {

Label label_of(double score) {
    if (score < 15) return Label::trivial;
    if (score < 40) return Label::simple;
    return score <= 70 ? Label::medium : Label::complex;
}

std::string_view name_of(Label label) {
    static constexpr std::array<std::string_view, 4> kNames{"Trivial", "Simple", "Medium", "Complex"};
    return kNames[static_cast<std::size_t>(label)];
}

}  // namespace greeninfer::scorer
