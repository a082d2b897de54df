#pragma once
// Small numbers for model names, so that a metric of a model is an array element.
//
// A number is given out once and never changes or returns, whatever later configurations hold: a reload that puts a
// model in the middle must not count its requests under another's name. One per process; used only when a
// configuration is loaded, on the thread that loads it.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::models {

class ModelIds {
public:
    // The number of the name, the next free one when it is new. Counts from 0.
    std::size_t id_of(std::string_view name);

    // Indexed by id.
    const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<std::string> names_;
};

}  // namespace greeninfer::models
