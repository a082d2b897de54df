#pragma once
// Header fields on their way out, already as the lines of the message, so that sending them is one copy.
//
// A value from outside may carry CR, LF or NUL and so smuggle a header of its own; such a field is left out.
#include <string>
#include <string_view>

namespace greeninfer::net {

class FieldLines {
public:
    // Returns false, and adds nothing, when name or value could break the message apart.
    bool add(std::string_view name, std::string_view value);
    void clear() { text_.clear(); }
    std::string_view text() const { return text_; }

private:
    std::string text_;
};

}  // namespace greeninfer::net
