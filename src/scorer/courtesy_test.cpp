#include "scorer/courtesy.hpp"

#include <gtest/gtest.h>

#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

struct Row {
    const char* name;
    std::string_view message;
    std::u32string_view left;
};

std::u32string left_of(std::string_view message) {
    return std::u32string(without_courtesy(plain_of(message)));
}

TEST(Courtesy, GoesFromBothEnds) {
    const Row rows[]{
        {"English", "Hello! Could you please help me? Why is the sky blue? Thank you very much!",
         U"why is the sky blue?"},
        {"English in steps", "Hi there, good morning, please explain entropy, thanks in advance.", U"explain entropy"},
        {"German", "Guten Tag, könntest du bitte den Satz beweisen? Vielen Dank!", U"den satz beweisen?"},
        {"French", "Bonjour, pouvez-vous expliquer la photosynthèse, s’il vous plaît ?", U"expliquer la photosynthese"},
        {"Spanish", "¡Hola! ¿Podrías explicar la fotosíntesis? Muchas gracias", U"explicar la fotosintesis?"},
        {"Russian", "Здравствуйте! Объясни теорему. Спасибо!", U"объясни теорему."},
        {"Chinese", "你好，请解释量子纠缠。谢谢！", U"解释量子纠缠."},
        {"Japanese", "こんにちは。素数とは何ですか？お願いします。", U"素数とは何ですか?"},
        {"Arabic", "مرحبا، ما هي عاصمة فرنسا؟ شكرا", U"ما هي عاصمه فرنسا?"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(left_of(row.message), row.left);
    }
}

TEST(Courtesy, LeavesWordsThatOnlyBeginLikeIt) {
    const Row rows[]{
        {"history", "history of Rome", U"history of rome"},
        {"thanksgiving", "when is thanksgiving", U"when is thanksgiving"},
        {"in the middle", "is hello a greeting", U"is hello a greeting"},
        {"a list item", "- hello", U"- hello"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(left_of(row.message), row.left);
    }
}

TEST(Courtesy, LeavesNothingOfAMessageThatIsNothingElse) {
    for (const std::string_view message :
         {"Hello!", "hi", "Thank you so much!!", "Bonjour", "谢谢", "Привет!", "Good morning, thanks :)"}) {
        SCOPED_TRACE(message);
        EXPECT_EQ(left_of(message), U"");
    }
}

}  // namespace
}  // namespace greeninfer::scorer
