#include "grid/signal.hpp"

#include <array>

namespace greeninfer::grid {

std::string_view name_of(const Signal& signal) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "average_lifecycle_consumption", "average_lifecycle_production",   "average_direct_consumption",
        "average_direct_production",     "marginal_lifecycle_consumption", "marginal_lifecycle_production",
        "marginal_direct_consumption",   "marginal_direct_production"};
    const auto index = 4 * static_cast<std::size_t>(signal.averaging) + 2 * static_cast<std::size_t>(signal.basis) +
                       static_cast<std::size_t>(signal.boundary);
    return kNames[index];
}

}  // namespace greeninfer::grid
