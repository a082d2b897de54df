#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <algorithm>

#include "wire/json_tree_for_test.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::wire {
namespace {

using simdjson::dom::element_type;

JsonTree tree_of(simdjson::dom::element element) {
    JsonTree tree;
    switch (element.type()) {
        case element_type::ARRAY:
            tree.kind = JsonTree::Kind::array;
            for (const auto item : element.get_array().value_unsafe()) tree.items.push_back(tree_of(item));
            return tree;
        case element_type::OBJECT:
            tree.kind = JsonTree::Kind::object;
            for (const auto member : element.get_object().value_unsafe()) {
                tree.members.emplace_back(std::string(member.key), tree_of(member.value));
            }
            return tree;
        default:
            return JsonTree::of_scalar(simdjson::minify(element));
    }
}

std::string no_space() {
    return "";
}

std::string arbitrary_space() {
    static const std::vector<std::string> spaces = {"", "", "", " ", "\n", "\t", "\r\n  "};
    return *rc::gen::elementOf(spaces);
}

using Space = std::string (*)();

void print(const JsonTree& tree, Space space, std::string& out) {
    out += space();
    if (tree.kind == JsonTree::Kind::scalar) {
        out += tree.scalar;
    } else if (tree.kind == JsonTree::Kind::array) {
        out += '[';
        for (std::size_t at = 0; at < tree.items.size(); ++at) {
            if (at > 0) out += ',';
            print(tree.items[at], space, out);
        }
        out += ']';
    } else {
        out += '{';
        for (std::size_t at = 0; at < tree.members.size(); ++at) {
            if (at > 0) out += ',';
            out += space();
            append_json_string(tree.members[at].first, out);
            out += space() + ':';
            print(tree.members[at].second, space, out);
        }
        out += '}';
    }
    out += space();
}

JsonTree arbitrary_scalar() {
    static const std::vector<std::string> scalars = {"null", "true", "false", "0",
                                                     "-1",   "3.5",  "-2.25", "18446744073709551615"};
    if (*rc::gen::arbitrary<bool>()) return JsonTree::of_string(arbitrary_text());
    return JsonTree::of_scalar(*rc::gen::elementOf(scalars));
}

}  // namespace

JsonTree JsonTree::of_scalar(std::string json) {
    return {.scalar = std::move(json)};
}

JsonTree JsonTree::of_string(std::string_view text) {
    JsonTree tree{.scalar = {}};
    append_json_string(text, tree.scalar);
    return tree;
}

JsonTree* JsonTree::find(std::string_view name) {
    const auto found =
        std::ranges::find(members, name, [](const auto& member) -> std::string_view { return member.first; });
    return found == members.end() ? nullptr : &found->second;
}

void JsonTree::set(std::string_view name, JsonTree value) {
    if (JsonTree* found = find(name)) {
        *found = std::move(value);
    } else {
        members.emplace(members.begin(), name, std::move(value));
    }
}

JsonTree parse_tree(std::string_view json) {
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    const auto error = parser.parse(json.data(), json.size()).get(root);
    EXPECT_EQ(error, simdjson::SUCCESS) << json;
    return error ? JsonTree{} : tree_of(root);
}

bool is_json(std::string_view json) {
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    return parser.parse(json.data(), json.size()).get(root) == simdjson::SUCCESS;
}

std::string print_tree(const JsonTree& tree) {
    std::string out;
    print(tree, no_space, out);
    return out;
}

std::string print_tree_with_arbitrary_spaces(const JsonTree& tree) {
    std::string out;
    print(tree, arbitrary_space, out);
    return out;
}

std::string arbitrary_text() {
    static const std::vector<std::string> pieces = {"a", "usage", "\"", "\\", "\n", "ü",   "😀",
                                                    "{", "]",     ",",  ":",  " ",  "\x01"};
    std::string text;
    for (const auto& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) text += piece;
    return text;
}

JsonTree arbitrary_tree(int depth) {
    const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 3);
    if (kind == 0) return arbitrary_scalar();
    JsonTree tree = kind == 1 ? JsonTree::of_array() : JsonTree::of_object();
    const int size = *rc::gen::inRange(0, 4);
    for (int at = 0; at < size; ++at) {
        if (kind == 1) {
            tree.items.push_back(arbitrary_tree(depth - 1));
        } else {
            tree.members.emplace_back(arbitrary_text() + std::to_string(at), arbitrary_tree(depth - 1));
        }
    }
    return tree;
}

namespace {

TEST(JsonTree, PrintsWhatItParsed) {
    const std::string json = R"({"a":[1,"two",{"b":null}],"c":{}})";
    EXPECT_EQ(print_tree(parse_tree(json)), json);
}

TEST(JsonTree, SpacesChangeNothing) {
    EXPECT_TRUE(rc::check([] {
        const JsonTree tree = arbitrary_tree(3);
        RC_ASSERT(parse_tree(print_tree_with_arbitrary_spaces(tree)) == tree);
    }));
}

}  // namespace
}  // namespace greeninfer::wire
