#pragma once
// How a settings struct is described: one function `describe(Fields&, Struct&)` beside the struct, one line per
// setting.
//
//     void describe(config::Fields& fields, ServerSettings& settings) {
//         fields.value("max_body", settings.max_body, Size{kKiB, kGiB}, "Largest request body.");
//         fields.group("tls", settings.tls, "Certificate of the listener.");
//         fields.require(settings.max_body <= settings.memory_ceiling, "max_body", "is above memory_ceiling; …");
//     }
//
// The same description reads a configuration (Reader), names the nearest known key, and writes the documentation
// (Reference), so the three cannot disagree. Used on one thread, at start and reload.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/kinds.hpp"

namespace greeninfer::config {

// One setting that holds a value or a list of values.
struct Leaf {
    std::string_view name;
    std::string_view description;
    std::string type;   // what may be written there
    std::string value;  // the present value (before reading: the default) as written; empty: none
    bool is_required = false;
    bool is_list = false;
    std::function<std::string(std::string_view text)> assign;  // gives what is wrong with the text; empty: assigned
    std::function<void()> clear = {};                          // of a list: forgets the default
};

class Fields {
public:
    using Describe = std::function<void(Fields&)>;

    virtual ~Fields() = default;

    template <class T, class Kind>
    void value(std::string_view name, T& target, Kind kind, std::string_view description) {
        leaf(make_leaf(name, target, kind, description));
    }

    // A value without a usable default.
    template <class T, class Kind>
    void required(std::string_view name, T& target, Kind kind, std::string_view description) {
        Leaf required_leaf = make_leaf(name, target, kind, description);
        required_leaf.is_required = true;
        leaf(required_leaf);
    }

    template <class T, class Kind>
    void values(std::string_view name, std::vector<T>& target, Kind kind, std::string_view description);

    // A struct of settings with a describe function of its own.
    template <class T>
    void group(std::string_view name, T& members, std::string_view description) {
        nested(name, description, [&](Fields& fields) { describe(fields, members); });
    }

    // A list of such structs.
    template <class T>
    void groups(std::string_view name, std::vector<T>& list, std::string_view description) {
        repeated(name, description, [&](Fields& fields) { describe(fields, list.emplace_back()); });
    }

    // Says what is wrong with the setting `name` (a path below this struct, such as "models[1].name") in view of
    // others.
    void require(bool holds, std::string_view name, std::string_view otherwise) {
        if (!holds) check(name, [&] { return std::string(otherwise); });
    }

    // As require, for a check that must run only while reading. `wrong` returns what is wrong, or nothing.
    virtual void check(std::string_view name, const std::function<std::string()>& wrong) = 0;

    // A key that people may try and that must not be there. What is written at it is never repeated.
    virtual void refuse(std::string_view name, std::string_view why) = 0;

protected:
    virtual void leaf(const Leaf& leaf) = 0;
    virtual void nested(std::string_view name, std::string_view description, const Describe& members) = 0;
    virtual void repeated(std::string_view name, std::string_view description, const Describe& next_element) = 0;

private:
    template <class T, class Kind>
    static std::string print(const T& value, const Kind& kind) {
        return kind.print(value);
    }
    template <class T, class Kind>
    static std::string print(const std::optional<T>& value, const Kind& kind) {
        return value ? kind.print(*value) : std::string();
    }

    template <class T, class Kind>
    static Leaf make_leaf(std::string_view name, T& target, const Kind& kind, std::string_view description) {
        const auto assign = [&target, kind](std::string_view text) {
            auto parsed = kind.parse(text);
            if (!parsed) return std::move(parsed).error();
            target = *std::move(parsed);
            return std::string();
        };
        return {.name = name,
                .description = description,
                .type = kind.type(),
                .value = print(target, kind),
                .assign = assign};
    }
};

template <class T, class Kind>
void Fields::values(std::string_view name, std::vector<T>& target, Kind kind, std::string_view description) {
    std::string shown;
    for (const T& value : target) shown += (shown.empty() ? "" : ", ") + kind.print(value);
    const auto append = [&target, kind](std::string_view text) {
        auto parsed = kind.parse(text);
        if (!parsed) return std::move(parsed).error();
        target.push_back(*std::move(parsed));
        return std::string();
    };
    leaf({.name = name,
          .description = description,
          .type = "list of: " + kind.type(),
          .value = "[" + shown + "]",
          .is_list = true,
          .assign = append,
          .clear = [&target] { target.clear(); }});
}

}  // namespace greeninfer::config
