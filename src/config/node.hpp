#pragma once
// YAML text as a tree that knows the file and line of every value.
//
// yaml-cpp's own nodes forget the file when two files are merged, keep both of two equal keys, and expand aliases
// without a limit, so this tree is built from its events instead.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"

namespace greeninfer::config {

struct Member;

struct Node {
    enum class Kind { null, text, list, map };

    Kind kind = Kind::null;
    Place place;
    std::string text;             // of a text: the scalar as written, without quotes
    std::vector<Node> items;      // of a list
    std::vector<Member> members;  // of a map; keys are unique

    const Node* find(std::string_view key) const;  // null when this is no map or has no such key
};

struct Member {
    std::string key;
    Place place;  // of the key
    Node value;
};

// Reads one YAML document. What is not YAML, more than one document, a key written twice, and anything absurdly large
// or deep becomes a problem; the result is then what could be read, at worst a null node. Never throws.
Node parse_yaml(std::string_view text, const std::string& file, Problems& problems);

// Lays `later` over `base`: maps are merged key by key, anything else is replaced. An empty value (null) takes a
// value or list back to its default but leaves a map alone, so that a section whose keys are all commented out does
// not undo an earlier file.
void merge(Node& base, Node later);

}  // namespace greeninfer::config
