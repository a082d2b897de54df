#pragma once
// Arbitrary conversations in which much is repeated, quoted and pretty-printed, for properties of compaction. Called
// inside a property: draws from RapidCheck.
#include <rapidcheck.h>

#include <string>
#include <string_view>
#include <vector>

#include "optimizer/compaction.hpp"

namespace greeninfer::optimizer {

struct ConversationForTest {
    std::vector<std::string> texts;
    std::vector<Part> parts;  // views of texts
};

// From `least` to below `end`, as likely in the first runs of a property as in the last.
inline std::size_t number_for_test(std::size_t least, std::size_t end) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(least, end));
}

inline std::string quoted_for_test(std::string_view text, std::string_view marks, std::string_view marks_alone) {
    std::string out;
    while (!text.empty()) {
        const auto newline = text.find('\n');
        const std::string_view line = text.substr(0, newline == std::string_view::npos ? newline : newline + 1);
        out += line == "\n" ? marks_alone : marks;
        out += line;
        text.remove_prefix(line.size());
    }
    return out;
}

// A few pieces, so that each comes often; some begin alike, some end alike.
inline std::string piece_for_test() {
    const std::string longer = "which was agreed by everybody who was present, and nobody said a word against it then";
    static const std::vector<std::string> kPieces = {
        "The first paragraph speaks of the weather in the north, " + longer + ".\nIt goes on here, " + longer + ".\n",
        "The first paragraph speaks of the weather in the north, " + longer + ".\nAnd ends otherwise, " + longer +
            ".\n",
        "A short one.\n",
        "\n",
        "\n\n\n",
        "  \n",
        "One more paragraph in one line that is long, " + longer + ", " + longer + ", " + longer + ".\n",
        "It has  blanks  that mean nothing, " + longer + ".  \nAnd more, " + longer + ".   \n",
        "```python\ndef main():\n    values = [1, 2, 3]\n\n\n    return sum(value for value in values if value > 1)\n\n"
        "\n# this is a comment in a fence that is long enough to be of some use\nmain()\n```\n",
        "```json\n{\n  \"name\": \"Ann\",\n  \"values\": [\n    1.0,\n    2\n  ]\n}\n```\n",
        "{\n  \"name\": \"Ann  Lee\",\n  \"values\": [\n    1.0,\n    2\n  ],\n  \"more\": {}\n}\n",
        "On Monday, Ann Lee wrote:\n",
        "Dear all,\n\nwe meet on Thursday in the large room, " + longer + ".\n\nBest regards\nAnn\n",
        "| a | b |\n|---|---|\n| 1 |   2 |\n",
        "[Same text as lines 1-2 of message 1: \"The first\" to \"against it then.\"]\n",
        "[Same  text as lines 1-2 of message 1 that is nothing of the kind, but might be taken for it, " + longer +
            ".\n",
        "no newline",
        "Grüße aus Köln\r\n",
        "```\n",
        ">",
    };
    return *rc::gen::elementOf(kPieces);
}

inline std::string text_for_test(const std::vector<std::string>& before) {
    std::string text;
    const std::size_t count = number_for_test(0, 7);
    for (std::size_t index = 0; index < count; ++index) {
        const std::size_t kind = number_for_test(0, 8);
        std::string piece = kind < 3 && !before.empty() ? *rc::gen::elementOf(before) : piece_for_test();
        if (kind == 2) piece += piece_for_test();
        if (kind == 3 || kind == 0) piece = quoted_for_test(piece, "> ", *rc::gen::element<std::string>(">", "> "));
        if (kind == 4) piece = quoted_for_test(piece, ">", ">");
        text += piece;
    }
    return text;
}

inline ConversationForTest conversation_for_test(std::size_t parts_max = 7) {
    ConversationForTest conversation;
    const std::size_t count = number_for_test(1, parts_max);
    for (std::size_t index = 0; index < count; ++index) conversation.texts.push_back(text_for_test(conversation.texts));
    std::uint32_t message = 0;
    const bool numbered = *rc::gen::arbitrary<bool>();
    for (const std::string& text : conversation.texts) {
        message += message == 0 || number_for_test(0, 3) > 0 ? 1 : 0;
        const auto kind = *rc::gen::element(PartKind::fixed, PartKind::user, PartKind::user, PartKind::assistant,
                                            PartKind::tool_result, PartKind::tool_result);
        conversation.parts.push_back({kind, text, numbered ? message : 0});
    }
    return conversation;
}

}  // namespace greeninfer::optimizer
