#include "wire/merged_object.hpp"

#include <algorithm>
#include <array>

namespace greeninfer::wire {
namespace {

using simdjson::dom::element_type;
using Kind = MergedObject::Member::Kind;

// Texts that a stream sends piece by piece; every other text comes whole.
constexpr std::array<std::string_view, 10> kGrowing = {
    "content", "refusal", "reasoning_content", "reasoning", "thinking", "arguments", "input",
    "text",    "data",    "transcript"};

void take_json(MergedObject::Member& member, simdjson::dom::element value, std::size_t& kept_bytes) {
    member.kind = Kind::json;
    member.text = simdjson::minify(value);
    kept_bytes += member.text.size();
}

void take_text(MergedObject::Member& member, std::string_view text, std::size_t& kept_bytes) {
    const bool grows = std::ranges::find(kGrowing, member.name) != kGrowing.end();
    if (member.kind != Kind::text || (!grows && !text.empty())) member.text.clear();
    member.kind = Kind::text;
    member.text += text;
    kept_bytes += text.size();
}

// A server with one choice may leave its index out.
std::optional<std::uint64_t> index_of(std::string_view list_name, simdjson::dom::element item) {
    std::uint64_t index = 0;
    if (!item["index"].get(index)) return index;
    if (list_name == "choices" && item.is_object()) return 0;
    return std::nullopt;
}

}  // namespace

const MergedObject::Member* MergedObject::find(std::string_view name) const {
    const auto found = std::ranges::find(members_, name, &Member::name);
    return found == members_.end() ? nullptr : &*found;
}

std::string_view MergedObject::text(std::string_view name) const {
    const Member* found = find(name);
    return found != nullptr && found->kind == Kind::text ? std::string_view(found->text) : std::string_view();
}

const MergedObject* MergedObject::object(std::string_view name) const {
    const Member* found = find(name);
    return found != nullptr && found->kind == Kind::object ? found->object.get() : nullptr;
}

MergedObject::Member& MergedObject::member(std::string_view name) {
    const auto found = std::ranges::find(members_, name, &Member::name);
    return found != members_.end() ? *found : members_.emplace_back(Member{.name = std::string(name)});
}

void MergedObject::merge(simdjson::dom::object part, std::size_t& kept_bytes) {
    for (const auto [name, value] : part) merge_value(member(name), value, kept_bytes);
}

void MergedObject::merge_value(Member& member, simdjson::dom::element value, std::size_t& kept_bytes) {
    switch (value.type()) {
        case element_type::NULL_VALUE:
            return;  // says nothing about what came before
        case element_type::STRING:
            return take_text(member, value.get_string().value_unsafe(), kept_bytes);
        case element_type::OBJECT:
            if (member.kind != Kind::object) member.object = std::make_unique<MergedObject>();
            member.kind = Kind::object;
            return member.object->merge(value.get_object().value_unsafe(), kept_bytes);
        case element_type::ARRAY:
            if (member.kind != Kind::list) member.items.clear();
            member.kind = Kind::list;
            for (const auto item : value.get_array().value_unsafe()) merge_item(member, item, kept_bytes);
            return;
        default:
            return take_json(member, value, kept_bytes);
    }
}

void MergedObject::merge_item(Member& list, simdjson::dom::element value, std::size_t& kept_bytes) {
    const auto index = index_of(list.name, value);
    if (!index) {
        list.items.push_back({.index = {}, .object = nullptr, .json = simdjson::minify(value)});
        kept_bytes += list.items.back().json.size() + sizeof(Item);
        return;
    }
    auto item = std::ranges::find(list.items, index, &Item::index);
    if (item == list.items.end()) {
        const auto place = std::ranges::upper_bound(list.items, index, {}, &Item::index);
        item = list.items.insert(place, Item{index, std::make_unique<MergedObject>(), {}});
        kept_bytes += sizeof(Item);
    }
    item->object->merge(value.get_object().value_unsafe(), kept_bytes);
}

void MergedObject::write(JsonWriter& writer) const {
    writer.begin_object();
    for (const Member& member : members_) write_value(member, writer.key(member.name));
    writer.end_object();
}

void write_value(const MergedObject::Member& member, JsonWriter& writer) {
    switch (member.kind) {
        case Kind::null:
            writer.value(nullptr);
            return;
        case Kind::json:
            writer.raw(member.text);
            return;
        case Kind::text:
            writer.value(std::string_view(member.text));
            return;
        case Kind::object:
            member.object->write(writer);
            return;
        case Kind::list:
            break;
    }
    writer.begin_array();
    for (const MergedObject::Item& item : member.items) {
        if (!item.index) {
            writer.raw(item.json);
            continue;
        }
        writer.begin_object();
        for (const auto& part : item.object->members()) {
            if (part.name != "index") write_value(part, writer.key(part.name));
        }
        writer.end_object();
    }
    writer.end_array();
}

}  // namespace greeninfer::wire
