#include "config/node.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// The tree in one line, to compare with: a map {k: v}, a list [v], a text 'v', a null ~.
std::string show(const Node& node) {
    std::string text;
    switch (node.kind) {
        case Node::Kind::null:
            return "~";
        case Node::Kind::text:
            return "'" + node.text + "'";
        case Node::Kind::list:
            for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + show(item);
            return "[" + text + "]";
        case Node::Kind::map:
            for (const Member& member : node.members) {
                text += (text.empty() ? "" : ", ") + member.key + ": " + show(member.value);
            }
            return "{" + text + "}";
    }
    return {};
}

Node parse_good(std::string_view text) {
    Problems problems;
    Node node = parse_yaml(text, "config.yaml", problems);
    EXPECT_THAT(problems.all(), SizeIs(0));
    return node;
}

std::vector<std::string> problems_of(std::string_view text) {
    Problems problems;
    parse_yaml(text, "config.yaml", problems);
    std::vector<std::string> texts;
    for (const Problem& problem : problems.all()) texts.push_back(to_string(problem));
    return texts;
}

TEST(Yaml, BecomesATree) {
    const struct {
        const char* text;
        const char* tree;
    } rows[] = {
        {"", "~"},
        {"# only a comment\n", "~"},
        {"---\n", "~"},
        {"a: 1\nb: {c: [x, y]}\n", "{a: '1', b: {c: ['x', 'y']}}"},
        {"a:\nb: ~\nc: null\nd: \"~\"\n", "{a: ~, b: ~, c: ~, d: '~'}"},
        {"a: &x {k: v}\nb: *x\n", "{a: {k: 'v'}, b: {k: 'v'}}"},
        {"a: &x {k: v, l: w}\nb: {<<: *x, k: own}\n", "{a: {k: 'v', l: 'w'}, b: {k: 'own', l: 'w'}}"},
        {"a: |\n  two\n  lines\n", "{a: 'two\nlines\n'}"},
        {"\xEF\xBB\xBF"
         "a: 1\n",
         "{a: '1'}"},
        {"a: 1\r\nb: 2\r\n", "{a: '1', b: '2'}"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(show(parse_good(row.text)), row.tree);
    }
}

TEST(Yaml, KnowsTheLineOfEveryValue) {
    const Node root = parse_good("a: 1\nb:\n  c: 2\n  d:\n    - x\n    - y\n");
    EXPECT_EQ(root.find("a")->place.line, 1u);
    EXPECT_EQ(root.find("b")->find("c")->place.line, 3u);
    EXPECT_EQ(root.find("b")->find("d")->items[1].place.line, 6u);
    EXPECT_EQ(root.find("b")->find("d")->items[1].place.file, "config.yaml");
}

TEST(Yaml, SaysWhatIsWrongAndWhere) {
    EXPECT_THAT(problems_of("a: 1\nb: [1, 2\n"), ElementsAre(HasSubstr("not valid YAML: ")));
    EXPECT_THAT(problems_of("a: 1\n\tb: 2\n"), ElementsAre(HasSubstr("(config.yaml:2)")));
    EXPECT_THAT(problems_of("a: 1\nb: 2\na: 3\n"),
                ElementsAre("key \"a\" is written twice, first on line 1; keep one (config.yaml:3)"));
    EXPECT_THAT(problems_of("a: 1\n---\nb: 2\n"),
                ElementsAre("more than one YAML document; use one file for each (config.yaml:3)"));
    EXPECT_THAT(problems_of("[1, 2]: x\n"), ElementsAre("not valid YAML: a key must be plain text (config.yaml:1)"));
    EXPECT_THAT(problems_of("a: &x [*x]\n"),
                ElementsAre("not valid YAML: an alias inside the value it stands for (config.yaml:1)"));
    EXPECT_THAT(problems_of("a: *x\n"), ElementsAre(HasSubstr("not valid YAML: the referenced anchor is not defined")));
}

TEST(Yaml, RefusesWhatIsAbsurd) {
    EXPECT_THAT(problems_of(std::string(1024 * 1024 + 1, ' ')),
                ElementsAre("more than 1 MiB; a configuration is smaller than that (config.yaml)"));
    EXPECT_THAT(problems_of(std::string(100'000, '[')), ElementsAre(HasSubstr("not valid YAML: ")));
    EXPECT_THAT(problems_of(std::string(100'000, '{')), ElementsAre(HasSubstr("not valid YAML: ")));
    for (const std::string_view binary : {std::string_view("\0\0\0\0", 4), std::string_view("a: 1\n\x04: 2"),
                                          std::string_view("\xff\xfe"
                                                           "a\0:\0",
                                                           6)}) {
        EXPECT_THAT(problems_of(binary), ElementsAre(HasSubstr("has a control character in it")));
    }

    std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        laughs += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
    }
    EXPECT_THAT(problems_of(laughs), ElementsAre(HasSubstr("too large once its aliases are written out")));
}

TEST(Merge, LaysLaterFilesOverEarlierOnes) {
    const struct {
        const char* name;
        const char* base;
        const char* later;
        const char* merged;
    } rows[] = {
        {"key by key", "s: {a: 1, b: 2}", "s: {b: 3, c: 4}", "{s: {a: '1', b: '3', c: '4'}}"},
        {"lists are replaced", "l: [1, 2, 3]", "l: [4]", "{l: ['4']}"},
        {"null takes a value back", "s: {a: 1, b: 2}", "s: {a: }", "{s: {a: ~, b: '2'}}"},
        {"null takes a list back", "l: [1]", "l: ~", "{l: ~}"},
        {"null leaves a section", "s: {a: 1}", "s:", "{s: {a: '1'}}"},
        {"an empty file changes nothing", "s: {a: 1}", "", "{s: {a: '1'}}"},
        {"over an empty file", "", "s: {a: 1}", "{s: {a: '1'}}"},
        {"the other kind wins", "s: {a: 1}", "s: 5", "{s: '5'}"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        Node base = parse_good(row.base);
        merge(base, parse_good(row.later));
        EXPECT_EQ(show(base), row.merged);
    }
}

TEST(Merge, KeepsThePlaceOfEachValue) {
    Problems problems;
    Node base = parse_yaml("s:\n  a: 1\n  b: 2\n", "base.yaml", problems);
    merge(base, parse_yaml("s: {b: 3}\n", "later.yaml", problems));
    EXPECT_EQ(base.find("s")->find("a")->place.file, "base.yaml");
    EXPECT_EQ(base.find("s")->find("b")->place.file, "later.yaml");
    EXPECT_EQ(base.find("s")->find("b")->place.line, 1u);
}

}  // namespace
}  // namespace greeninfer::config
