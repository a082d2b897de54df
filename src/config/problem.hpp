#pragma once
// What is wrong in a configuration, and exactly where. Problems are collected, not thrown, so that a person who
// mistyped five settings sees five lines at once.
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace greeninfer::config {

struct Place {
    std::string file = {};  // empty: written nowhere, a default
    std::size_t line = 0;   // from 1; 0: the file as a whole
};

struct Problem {
    std::string path;     // such as "models[0].endpoints[1].url"; empty: the file as a whole
    std::string message;  // what is wrong and how to put it right; never a secret
    Place place;
};

// "server.max_body: "8 apples" is not a size; write … (config.yaml:12)"
std::string to_string(const Problem& problem);

class Problems {
public:
    void add(std::string path, std::string message, Place place);
    bool concern(const std::string& path) const { return paths_.contains(path); }
    const std::vector<Problem>& all() const { return problems_; }

private:
    std::vector<Problem> problems_;
    std::unordered_set<std::string> paths_;
};

// Text from a file made safe for a message: at most 40 bytes, a question mark for each that is not printable ASCII.
std::string printable(std::string_view text);
std::string quoted(std::string_view text);  // the same in double quotes

}  // namespace greeninfer::config
