#include "optimizer/left_alone.hpp"

#include <array>

namespace greeninfer::optimizer {

std::string_view name_of(LeftAlone reason) {
    constexpr std::array<std::string_view, kLeftAloneReasons> kNames = {"not_asked",
                                                                        "disabled",
                                                                        "no_text",
                                                                        "too_long",
                                                                        "mathematics",
                                                                        "code",
                                                                        "pasted_text",
                                                                        "foreign_language",
                                                                        "nothing_to_delete",
                                                                        "small_saving",
                                                                        "would_not_pay",
                                                                        "verification_failed",
                                                                        "busy",
                                                                        "late",
                                                                        "failed",
                                                                        "not_loaded"};
    return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace greeninfer::optimizer
