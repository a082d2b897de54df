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
    bool add(std::string_view name, std::string_view value) { return add(name, {}, value); }
    // The value in two parts, so that a key need not be copied to get its "Bearer " in front.
    bool add(std::string_view name, std::string_view value_begin, std::string_view value_end);
    void clear() { text_.clear(); }
    void reserve(std::size_t bytes) { text_.reserve(bytes); }
    bool empty() const { return text_.empty(); }
    void append(const FieldLines& other) { text_.append(other.text_); }
    std::string_view text() const { return text_; }

private:
    std::string text_;
};

}  // namespace greeninfer::net
