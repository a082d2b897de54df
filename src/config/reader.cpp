#include "config/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "config/nearest.hpp"

namespace greeninfer::config {

namespace {

std::string_view noun(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::null:
            return "nothing";
        case Node::Kind::text:
            return "a single value";
        case Node::Kind::list:
            return "a list";
        case Node::Kind::map:
            return "a group of keys";
    }
    std::unreachable();
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

// The node that a path such as "models[1].name" leads to, or the last one on the way that exists.
const Node& deepest(const Node& root, std::string_view path) {
    const Node* node = &root;
    while (!path.empty()) {
        const Node* next = nullptr;
        if (path.starts_with('[')) {
            std::size_t index = 0;
            std::from_chars(path.data() + 1, path.data() + path.size(), index);
            if (index < node->items.size()) next = &node->items[index];
            path.remove_prefix(path.find(']') + 1);
        } else {
            if (path.starts_with('.')) path.remove_prefix(1);
            const std::size_t end = std::min(path.find_first_of(".["), path.size());
            next = node->find(path.substr(0, end));
            path.remove_prefix(end);
        }
        if (next == nullptr) break;
        node = next;
    }
    return *node;
}

}  // namespace

void Reader::read(const Node& node, std::string path, const Describe& describe, Problems& problems) {
    Reader reader(node, std::move(path), problems);
    if (node.kind != Node::Kind::map && node.kind != Node::Kind::null) {
        problems.add(reader.path_, fmt::format("must be a group of keys, not {}", noun(node.kind)), node.place);
        return;
    }
    describe(reader);
    reader.report_unknown_keys();
}

void Reader::leaf(const Leaf& leaf) {
    const Node* node = find(leaf.name);
    const bool is_missing = node == nullptr || node->kind == Node::Kind::null;
    if (is_missing) {
        if (leaf.is_required) problems_.add(path_of(leaf.name), "is missing; add it", place_of(leaf.name));
    } else if (!leaf.is_list) {
        read_text(leaf, *node, path_of(leaf.name));
    } else if (node->kind != Node::Kind::list) {
        problems_.add(path_of(leaf.name), fmt::format("must be a list, not {}; write [ ] around it", noun(node->kind)),
                      node->place);
    } else {
        leaf.clear();
        for (std::size_t i = 0; i < node->items.size(); ++i) {
            read_text(leaf, node->items[i], fmt::format("{}[{}]", path_of(leaf.name), i));
        }
    }
}

void Reader::read_text(const Leaf& leaf, const Node& node, const std::string& path) {
    const std::string wrong = node.kind == Node::Kind::text
                                  ? leaf.assign(node.text)
                                  : fmt::format("must be a single value, not {}", noun(node.kind));
    if (!wrong.empty()) problems_.add(path, wrong, node.place);
}

void Reader::nested(std::string_view name, std::string_view, const Describe& members) {
    Node nothing;
    nothing.place = node_.place;
    const Node* node = find(name);
    read(node == nullptr ? nothing : *node, path_of(name), members, problems_);
}

void Reader::repeated(std::string_view name, std::string_view, const Describe& next_element) {
    const Node* node = find(name);
    if (node == nullptr || node->kind == Node::Kind::null) return;
    if (node->kind != Node::Kind::list) {
        problems_.add(path_of(name),
                      fmt::format("must be a list, not {}; start each entry with a dash", noun(node->kind)),
                      node->place);
        return;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        read(node->items[i], fmt::format("{}[{}]", path_of(name), i), next_element, problems_);
    }
}

void Reader::check(std::string_view name, const std::function<std::string()>& wrong) {
    const std::string path = path_of(name);
    if (problems_.concern(path)) return;  // it kept its default, so a second problem would only confuse
    const std::string message = wrong();
    if (!message.empty()) problems_.add(path, message, place_of(name));
}

void Reader::refuse(std::string_view name, std::string_view why) {
    refused_.emplace_back(name);
    if (node_.find(name) != nullptr) problems_.add(path_of(name), std::string(why), place_of(name));
}

void Reader::report_unknown_keys() {
    for (const Member& member : node_.members) {
        if (contains(known_, member.key) || contains(refused_, member.key)) continue;
        problems_.add(path_of(printable(member.key)), unknown_key(member.key), member.place);
    }
}

std::string Reader::unknown_key(std::string_view key) const {
    if (const auto near = nearest(key, known_)) return fmt::format("unknown key; did you mean {}?", *near);
    return fmt::format("unknown key; known here: {}", fmt::join(known_, ", "));
}

const Node* Reader::find(std::string_view name) {
    known_.emplace_back(name);
    return node_.find(name);
}

std::string Reader::path_of(std::string_view name) const {
    return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
}

Place Reader::place_of(std::string_view name) const {
    return deepest(node_, name).place;
}

}  // namespace greeninfer::config
