#pragma once
// Where a fenced block of Markdown begins and ends, line by line; private to this layer.
//
// More lines count as fences than Markdown says (any indentation, as lists have it): what is wrongly taken for code is
// left as it is, which costs a few bytes; the other mistake would change code.
#include <cstddef>
#include <string_view>

namespace greeninfer::optimizer {

class Fence {
public:
    enum class Place { outside, opens, inside, closes };

    Place take(std::string_view line);
    bool is_open() const { return mark_ != 0; }
    // What the opening line says after its marks, such as "json".
    std::string_view language() const { return language_; }

private:
    char mark_ = 0;  // 0: outside
    std::size_t marks_ = 0;
    std::string_view language_;
};

}  // namespace greeninfer::optimizer
