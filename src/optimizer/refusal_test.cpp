#include "optimizer/refusal.hpp"

#include <gtest/gtest.h>

#include <string>

namespace greeninfer::optimizer {
namespace {

std::optional<LeftAlone> refused(std::string_view text) {
    const auto words = split_words(text);
    return refusal_of(Reading(text, words));
}

TEST(Refusal, LeavesWholeTextsAlone) {
    struct Row {
        const char* name;
        std::string_view text;
        std::optional<LeftAlone> why;
    };
    const Row rows[]{
        {"nothing", "", LeftAlone::no_text},
        {"blanks", " \n\t", LeftAlone::no_text},
        {"a question", "Could you please tell me how a heap works?", {}},
        {"two numbers are no sum", "Please list 5 books from the last 10 years", {}},
        {"word problem", "Anna has 3 apples and buys 2 more. How many apples does she have?", LeftAlone::mathematics},
        {"word problem in words", "Tom had five coins and lost two, how many are left?", LeftAlone::mathematics},
        {"equation", "solve x ^ 2 = 16 please", LeftAlone::mathematics},
        {"its name", "please prove this theorem about primes", LeftAlone::mathematics},
        {"code is a third of the lines", "What is this?\nx = 5;\nThanks", LeftAlone::code},
        {"one line of code in many", "What is this?\nIt is odd.\nI saw it here.\nx = 5;\nThanks.", {}},
        {"fenced", "Why?\n```\nplease\n```", LeftAlone::code},
        {"German", "Kannst du mir bitte erklären, wie das geht?", LeftAlone::foreign_language},
        {"French", "Bonjour, je voudrais savoir comment faire un gâteau", LeftAlone::foreign_language},
        {"Spanish", "Hola, puedes explicarme como funciona el motor de un coche", LeftAlone::foreign_language},
        {"Italian", "Ciao, vorrei sapere come funziona il motore, grazie", LeftAlone::foreign_language},
        {"Portuguese", "Olá, você pode explicar como funciona isto", LeftAlone::foreign_language},
        {"Dutch", "Hallo, kun je mij uitleggen hoe het werkt, bedankt", LeftAlone::foreign_language},
        {"Polish", "Proszę wyjaśnij mi, jak to działa", LeftAlone::foreign_language},
        {"Turkish", "Lütfen bana bunu açıkla, çok teşekkürler", LeftAlone::foreign_language},
        {"Russian", "Пожалуйста, объясни мне это", LeftAlone::foreign_language},
        {"Japanese", "これを説明してください", LeftAlone::foreign_language},
        {"Arabic", "من فضلك اشرح لي هذا", LeftAlone::foreign_language},
        {"Indonesian", "Tolong jelaskan apa itu dan bagaimana cara kerjanya untuk saya", LeftAlone::foreign_language},
        {"an English city", "las vegas weather today", {}},
        {"a quoted foreign word", "what does \"gracias\" mean in English and how do you say it", {}},
        {"to be rewritten", "Please rewrite this text: I just wanted to say thank you so much", LeftAlone::pasted_text},
        {"to be translated", "translate good morning and thank you", LeftAlone::pasted_text},
        {"a form", "Complete it.\n\nSentence: I just think", LeftAlone::pasted_text},
        {"mostly a quote", "Explain \"I just wanted to say thank you so very much\" please", LeftAlone::pasted_text},
        {"lyrics",
         "Make this sound happy\n\nNever feels quite right\nAll alone tonight\nYou know I would stay\nIf you could "
         "just say",
         LeftAlone::pasted_text},
        {"a list of wishes is none", "I need:\n- a title\n- a plot\n- a hero\n- an end", {}},
        {"an e-mail", "What does he want?\n\nFrom: Bob\nI just wanted to thank you", LeftAlone::pasted_text},
        {"a transcript", "Who is right?\nAnna: I just think so\nBob: You know it is not", LeftAlone::pasted_text},
        {"mail that is to be written is not pasted", "Please write an email to my boss about my holiday", {}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(refused(row.text), row.why);
    }
}

TEST(Refusal, TakesALongTextInWhichNobodySpeaksForPasted) {
    std::string story = "What is the moral?\n\n";
    for (int i = 0; i < 12; ++i) story += "The old man really went to the sea. ";
    EXPECT_EQ(refused(story), LeftAlone::pasted_text);
    std::string plea = "What is the moral?\n\n";
    for (int i = 0; i < 12; ++i) plea += "I really would like to know that. ";
    EXPECT_EQ(refused(plea), std::nullopt);
}

}  // namespace
}  // namespace greeninfer::optimizer
