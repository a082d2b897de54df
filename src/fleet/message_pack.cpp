#include "fleet/message_pack.hpp"

#include <vector>

namespace greeninfer::fleet {

namespace {

using nlohmann::json;

// Builds the tree from the steps; false ends the reading.
class BoundedTree final : public nlohmann::json_sax<json> {
public:
    json take() { return std::move(root_); }

    bool null() override { return put(nullptr) != nullptr; }
    bool boolean(bool value) override { return put(value) != nullptr; }
    bool number_integer(number_integer_t value) override { return put(value) != nullptr; }
    bool number_unsigned(number_unsigned_t value) override { return put(value) != nullptr; }
    bool number_float(number_float_t value, const string_t& /*text*/) override { return put(value) != nullptr; }
    bool string(string_t& value) override { return put(std::move(value)) != nullptr; }
    bool binary(binary_t& value) override { return put(json::binary(std::move(value))) != nullptr; }
    bool start_object(std::size_t /*size*/) override { return open(json::object()); }
    bool start_array(std::size_t /*size*/) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t /*place*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*problem*/) override {
        return false;
    }

private:
    json* put(json value) {
        if (++values_ > kMessagePackValuesMax) return nullptr;
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        json& parent = *open_.back();
        if (parent.is_object()) return &(parent[key_] = std::move(value));
        parent.push_back(std::move(value));
        return &parent.back();
    }
    bool open(json value) {
        if (open_.size() >= kMessagePackLevelsMax) return false;
        json* const place = put(std::move(value));
        if (place != nullptr) open_.push_back(place);
        return place != nullptr;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    json root_;
    std::vector<json*> open_;  // only the innermost grows, so the others stay where they are
    std::string key_;
    std::size_t values_ = 0;
};

}  // namespace

std::optional<json> read_message_pack(std::string_view bytes) {
    BoundedTree tree;
    if (!json::sax_parse(bytes, &tree, json::input_format_t::msgpack)) return std::nullopt;
    return tree.take();
}

}  // namespace greeninfer::fleet
