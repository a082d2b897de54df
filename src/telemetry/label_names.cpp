#include "telemetry/label_names.hpp"

#include "telemetry/label_text.hpp"

namespace greeninfer::telemetry {

LabelNames::LabelNames() {
    intern("other");
    intern("none");
}

LabelId LabelNames::intern(std::string_view name) {
    if (!is_utf8(name)) return intern(repaired_utf8(name));
    const std::lock_guard lock(mutex_);
    if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
    if (names_.size() >= kNamesMax) return kOther;
    const auto id = static_cast<LabelId>(names_.size());
    ids_.emplace(names_.emplace_back(name), id);
    return id;
}

std::string_view LabelNames::name(LabelId id) const {
    const std::lock_guard lock(mutex_);
    return id < names_.size() ? std::string_view(names_[id]) : std::string_view(names_[kOther]);
}

}  // namespace greeninfer::telemetry
