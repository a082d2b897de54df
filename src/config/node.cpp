#include "config/node.hpp"

#include <algorithm>
#include <utility>

namespace greeninfer::config {

const Node* Node::find(std::string_view key) const {
    const auto member = std::ranges::find(members, key, &Member::key);
    return member == members.end() ? nullptr : &member->value;
}

void merge(Node& base, Node later) {
    if (base.kind == Node::Kind::map && later.kind == Node::Kind::null) return;
    if (base.kind != Node::Kind::map || later.kind != Node::Kind::map) {
        base = std::move(later);
        return;
    }
    for (Member& member : later.members) {
        const auto existing = std::ranges::find(base.members, member.key, &Member::key);
        if (existing == base.members.end()) {
            base.members.push_back(std::move(member));
        } else {
            existing->place = std::move(member.place);
            merge(existing->value, std::move(member.value));
        }
    }
}

}  // namespace greeninfer::config
