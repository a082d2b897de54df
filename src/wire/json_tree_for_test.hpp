#pragma once
// JSON as a tree, for tests only: the slow, obvious way to edit a body or to join a stream, against which the fast
// way is held. Also makes arbitrary JSON and prints it with arbitrary white space.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace greeninfer::wire {

struct JsonTree {
    enum class Kind { scalar, array, object };
    Kind kind = Kind::scalar;
    std::string scalar = "null";  // printed JSON
    std::vector<JsonTree> items;
    std::vector<std::pair<std::string, JsonTree>> members;

    static JsonTree of_scalar(std::string json);
    static JsonTree of_string(std::string_view text);
    static JsonTree of_object() { return {.kind = Kind::object}; }
    static JsonTree of_array() { return {.kind = Kind::array}; }

    JsonTree* find(std::string_view name);
    void set(std::string_view name, JsonTree value);  // replaces, or adds at the front
    bool operator==(const JsonTree&) const = default;
};

// Fails the test when `json` is not JSON.
JsonTree parse_tree(std::string_view json);
bool is_json(std::string_view json);
std::string print_tree(const JsonTree& tree);

// Called inside a property: draws from RapidCheck.
JsonTree arbitrary_tree(int depth);
std::string arbitrary_text();
std::string print_tree_with_arbitrary_spaces(const JsonTree& tree);

}  // namespace greeninfer::wire
