#pragma once
// Writes the documentation of settings as Markdown from the same description that reads them.
//
// Top-level groups become sections with a table each; nested keys are written with their path below the section.
#include <string>

#include "config/fields.hpp"

namespace greeninfer::config {

class Reference final : public Fields {
public:
    // `describe` names the top-level sections of a default-constructed settings struct.
    static std::string markdown(const Describe& describe);

    void check(std::string_view, const std::function<std::string()>&) override {}
    void refuse(std::string_view, std::string_view) override {}

private:
    explicit Reference(std::string& text, std::string prefix = {}, bool is_section = false)
        : text_(text), prefix_(std::move(prefix)), is_section_(is_section) {}

    void leaf(const Leaf& leaf) override;
    void nested(std::string_view name, std::string_view description, const Describe& members) override;
    void repeated(std::string_view name, std::string_view description, const Describe& next_element) override;
    void section(std::string_view heading, std::string_view description, const Describe& members);

    std::string& text_;
    std::string prefix_;  // of nested keys, such as "endpoints[]."
    bool is_section_;     // false at the top, where groups open sections
};

}  // namespace greeninfer::config
