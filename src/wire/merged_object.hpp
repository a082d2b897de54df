#pragma once
// A JSON object put together from the parts in which a stream sends it; private to this layer.
//
// One rule for every level: texts that grow are joined, lists are joined too, but their items are merged where they
// carry an "index" (choices, tool calls), anything else is said once and stays. So a member that some server adds
// tomorrow comes through without a line of code for it.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/json_writer.hpp"

namespace greeninfer::wire {

class MergedObject {
public:
    struct Item {
        std::optional<std::uint64_t> index;    // of those that are merged …
        std::unique_ptr<MergedObject> object;  // … into this
        std::string json;                      // all others, as printed
    };
    struct Member {
        enum class Kind : std::uint8_t { null, json, text, object, list };
        std::string name;
        Kind kind = Kind::null;
        std::string text;  // of a text; of json as it is printed
        std::unique_ptr<MergedObject> object;
        std::vector<Item> items;
    };

    // Adds the bytes that are now held to `kept_bytes`.
    void merge(simdjson::dom::object part, std::size_t& kept_bytes);

    const std::vector<Member>& members() const { return members_; }
    const Member* find(std::string_view name) const;
    std::string_view text(std::string_view name) const;       // "" when it is no text
    const MergedObject* object(std::string_view name) const;  // null when it is no object

    void write(JsonWriter& writer) const;

private:
    Member& member(std::string_view name);
    void merge_value(Member& member, simdjson::dom::element value, std::size_t& kept_bytes);
    static void merge_item(Member& list, simdjson::dom::element value, std::size_t& kept_bytes);

    std::vector<Member> members_;
};

// Writes the value of a member, without its name. The "index" of merged items is a matter of streams and left out.
void write_value(const MergedObject::Member& member, JsonWriter& writer);

}  // namespace greeninfer::wire
