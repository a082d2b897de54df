#pragma once
// The named numbers that the scorer reads from a text, in the order in which weights are trained and stored.
//
// One list for scorer, trainer and `/analyze`, so that they cannot drift apart: whoever changes it, or how a number
// is computed, raises kFeatureRevision, and weights of another revision are refused. A plain value.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace greeninfer::scorer {

inline constexpr std::uint32_t kFeatureRevision = 1;

// What a feature tells about; reasons are given per group.
enum class Group : std::uint8_t {
    length,
    vocabulary,
    variety,
    maths,
    code,
    structure,
    constraints,
    questions,
    reasoning,
    subject,
    everyday,
    creative,
    count,
};
inline constexpr std::size_t kGroupCount = static_cast<std::size_t>(Group::count);

struct FeatureKind {
    std::string_view name;
    Group group;
    bool any_language;  // means the same in every language, so it also feeds the heads for texts that are not English
};

inline constexpr std::array kFeatureKinds{
    FeatureKind{"log_letters", Group::length, true},
    FeatureKind{"log_words", Group::length, true},
    FeatureKind{"log_words_per_sentence", Group::length, true},
    FeatureKind{"mean_word_letters", Group::vocabulary, false},
    FeatureKind{"long_word_share", Group::vocabulary, false},
    FeatureKind{"word_entropy_bits", Group::variety, true},
    FeatureKind{"word_entropy_excess_bits", Group::variety, true},
    FeatureKind{"character_entropy_excess_bits", Group::variety, false},
    FeatureKind{"digit_share", Group::maths, true},
    FeatureKind{"log_numbers", Group::maths, true},
    FeatureKind{"log_maths_marks", Group::maths, true},
    FeatureKind{"log_maths_words", Group::maths, true},
    FeatureKind{"log_code_marks", Group::code, true},
    FeatureKind{"log_code_words", Group::code, true},
    FeatureKind{"punctuation_share", Group::structure, true},
    FeatureKind{"log_lines", Group::structure, true},
    FeatureKind{"log_list_items", Group::structure, true},
    FeatureKind{"log_options", Group::structure, true},
    FeatureKind{"log_letters_per_option", Group::structure, true},
    FeatureKind{"log_step_words", Group::structure, true},
    FeatureKind{"log_constraint_words", Group::constraints, true},
    FeatureKind{"log_question_marks", Group::questions, true},
    FeatureKind{"asks_what", Group::questions, true},
    FeatureKind{"asks_who_where_when", Group::questions, true},
    FeatureKind{"asks_which", Group::questions, true},
    FeatureKind{"asks_how", Group::questions, true},
    FeatureKind{"asks_why", Group::questions, true},
    FeatureKind{"log_reasoning_words", Group::reasoning, true},
    FeatureKind{"log_subject_words", Group::subject, true},
    FeatureKind{"log_everyday_words", Group::everyday, true},
    FeatureKind{"log_personal_words", Group::everyday, true},
    FeatureKind{"log_creative_words", Group::creative, true},
};
inline constexpr std::size_t kFeatureCount = kFeatureKinds.size();

// The place of a feature among kFeatureKinds; an unknown name does not compile.
consteval std::size_t feature_index(std::string_view name) {
    for (std::size_t index = 0; index < kFeatureCount; ++index) {
        if (kFeatureKinds[index].name == name) return index;
    }
    throw "no such feature";
}

// Numbers of the last user message, and what the scorer made of the conversation.
struct Features {
    std::array<float, kFeatureCount> values{};  // in the order of kFeatureKinds
    double english_share = 1;                   // how far the words are those of the training texts, 0 to 1
    double everyday_chance = 0;                 // chance that this is a trivial request, 0 to 1
    double difficulty = 0;                      // level of knowledge and reasoning asked for, 0 to 1
    double background_points = 0;               // what earlier turns and the system prompt added to the score
    double attachment_points = 0;               // what tools and images added to the score

    // Calls `visit(name, value)` for every number.
    template <class Visit>
    void each(Visit visit) const {
        for (std::size_t index = 0; index < kFeatureCount; ++index) {
            visit(kFeatureKinds[index].name, static_cast<double>(values[index]));
        }
        visit(std::string_view("english_share"), english_share);
        visit(std::string_view("everyday_chance"), everyday_chance);
        visit(std::string_view("difficulty"), difficulty);
        visit(std::string_view("background_points"), background_points);
        visit(std::string_view("attachment_points"), attachment_points);
    }
};

}  // namespace greeninfer::scorer
