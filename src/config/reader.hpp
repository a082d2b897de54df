#pragma once
// Fills a settings struct from a tree of nodes and notes every problem, unknown keys included.
//
// Goes on after a problem: the setting keeps its default, and everything else is still read and checked.
#include <string>
#include <string_view>
#include <vector>

#include "config/fields.hpp"
#include "config/node.hpp"
#include "config/problem.hpp"

namespace greeninfer::config {

class Reader final : public Fields {
public:
    // Reads what `describe` names out of `node`, whose own path is `path` (empty for the root).
    static void read(const Node& node, std::string path, const Describe& describe, Problems& problems);

    void check(std::string_view name, const std::function<std::string()>& wrong) override;
    void refuse(std::string_view name, std::string_view why) override;

private:
    Reader(const Node& node, std::string path, Problems& problems)
        : node_(node), path_(std::move(path)), problems_(problems) {}

    void leaf(const Leaf& leaf) override;
    void nested(std::string_view name, std::string_view description, const Describe& members) override;
    void repeated(std::string_view name, std::string_view description, const Describe& next_element) override;

    void read_text(const Leaf& leaf, const Node& node, const std::string& path);
    void report_unknown_keys();
    std::string unknown_key(std::string_view key) const;
    const Node* find(std::string_view name);
    std::string path_of(std::string_view name) const;
    Place place_of(std::string_view name) const;

    const Node& node_;
    std::string path_;
    Problems& problems_;
    std::vector<std::string> known_;
    std::vector<std::string> refused_;
};

}  // namespace greeninfer::config
