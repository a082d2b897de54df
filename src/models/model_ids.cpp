#include "models/model_ids.hpp"

#include <algorithm>

namespace greeninfer::models {

std::size_t ModelIds::id_of(std::string_view name) {
    const auto known = std::ranges::find(names_, name);
    const auto id = static_cast<std::size_t>(known - names_.begin());
    if (known == names_.end()) names_.emplace_back(name);
    return id;
}

}  // namespace greeninfer::models
