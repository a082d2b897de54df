#pragma once
// The header fields of one parsed message, in one flat buffer that is reused from message to message.
//
// A map or a node per field would cost an allocation each; a message has about ten fields, so a linear search is
// faster than hashing. Owned by the connection that parsed the message.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::net {

// True when two field names are equal as RFC 9110 5.1 compares them: without regard to ASCII case.
bool same_name(std::string_view a, std::string_view b);

class HeaderFields {
public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    void add(std::string_view name, std::string_view value);
    void clear();
    void remove(std::string_view name);  // every field of that name

    // The first field of that name; nothing when absent. An empty value is a value.
    std::optional<std::string_view> find(std::string_view name) const;

    std::size_t size() const { return entries_.size(); }
    Field operator[](std::size_t index) const;

private:
    struct Entry {
        std::uint32_t offset;
        std::uint32_t name_length;
        std::uint32_t value_length;
    };
    std::string_view name_of(const Entry& entry) const {
        return std::string_view(text_).substr(entry.offset, entry.name_length);
    }
    std::string text_;
    std::vector<Entry> entries_;
};

// True when a comma-separated list such as `connection: keep-alive, x-hop` holds the token.
bool list_has(std::string_view list, std::string_view token);

}  // namespace greeninfer::net
