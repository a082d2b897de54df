// What the built-in weights say about prompts written for this test: bands, styles, languages, order of chances.
// A change of weights may move single scores; these are the things that must stay true.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numeric>

#include "scorer/scorer_for_test.hpp"

namespace greeninfer::scorer {
namespace {

TEST(ScoreBands, ShortHardQuestionsAreNotTakenForSmallTalk) {
    for (const std::string_view message :
         {"What is P vs NP?", "what is p vs np", "Prove that there are infinitely many primes.",
          "prove that there are infinitely many primes", "Derive Euler's identity.", "Explain general relativity."}) {
        SCOPED_TRACE(message);
        EXPECT_GE(assess(message).score, 30);
    }
    EXPECT_GE(assess("Prove that there are infinitely many primes.").score, 40);
}

TEST(ScoreBands, SmallTalkStaysTrivialInEveryStyle) {
    for (const std::string_view message :
         {"how are you today", "How are you today?", "HOW ARE YOU TODAY?", "Hello! How are you today?",
          "what's the weather like tomorrow", "What's the weather like tomorrow?",
          "Hi! Could you please set an alarm for seven? Thanks a lot!", "tell me a joke", "Tell me a joke!",
          "Please play some music.", "what time is it", "What time is it?", "Thanks, that was nice of you!"}) {
        SCOPED_TRACE(message);
        EXPECT_LT(assess(message).score, 15);
    }
}

TEST(ScoreBands, LongTasksWithManyDemandsAreComplex) {
    for (const std::string_view message :
         {"Design a distributed rate limiter that survives network partitions. Compare token bucket, sliding window "
          "and a gossip-based approach, derive the worst-case overshoot of each, and justify your choice.",
          "Prove that every bounded monotone sequence of real numbers converges, then extend the argument to "
          "Cauchy sequences in complete metric spaces and give a counterexample where completeness fails."}) {
        SCOPED_TRACE(message);
        EXPECT_GE(assess(message).score, 60);
    }
}

TEST(ScoreBands, CourtesyCapitalsAndMarksHardlyMoveAScore) {
    struct Row {
        std::string_view plain;
        std::string_view styled;
    };
    const Row rows[]{
        {"explain how a heat pump works", "Explain how a heat pump works."},
        {"explain how a heat pump works", "Hello! Could you please explain how a heat pump works? Thank you!"},
        {"write a function that merges two sorted lists", "Write a function that merges two sorted lists!"},
        {"why do leaves turn red in autumn", "Good morning. Why do leaves turn red in autumn? Many thanks in advance!"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.styled);
        EXPECT_NEAR(assess(row.plain).score, assess(row.styled).score, 15);
    }
}

struct Question {
    const char* name;
    std::vector<std::string_view> languages;  // English first
};

const std::vector<Question>& questions() {
    static const std::vector<Question> list{
        {"primes",
         {"Prove that there are infinitely many primes.", "Beweise, dass es unendlich viele Primzahlen gibt.",
          "Démontre qu'il existe une infinité de nombres premiers.", "Demuestra que existen infinitos números primos.",
          "Prove que existem infinitos números primos.", "Dimostra che esistono infiniti numeri primi.",
          "Докажи, что простых чисел бесконечно много.", "证明存在无穷多个素数。",
          "素数が無限に存在することを証明してください。", "소수가 무한히 많음을 증명하세요.",
          "أثبت أن هناك عددًا لا نهائيًا من الأعداد الأولية.", "सिद्ध कीजिए कि अभाज्य संख्याएँ अनंत हैं।"}},
        {"weather",
         {"What will the weather be like tomorrow?", "Wie wird das Wetter morgen?", "Quel temps fera-t-il demain ?",
          "¿Qué tiempo hará mañana?", "Como vai estar o tempo amanhã?", "Che tempo farà domani?",
          "Какая завтра будет погода?", "明天天气怎么样？", "明日の天気はどうですか？", "내일 날씨 어때요?",
          "كيف سيكون الطقس غدًا؟", "कल मौसम कैसा रहेगा?"}},
        {"palindrome",
         {"Write a Python function that checks whether a string is a palindrome.",
          "Schreibe eine Python-Funktion, die prüft, ob eine Zeichenkette ein Palindrom ist.",
          "Écris une fonction Python qui vérifie si une chaîne est un palindrome.",
          "Escribe una función en Python que compruebe si una cadena es un palíndromo.",
          "Escreva uma função em Python que verifique se uma string é um palíndromo.",
          "Scrivi una funzione Python che controlla se una stringa è palindroma.",
          "Напиши функцию на Python, которая проверяет, является ли строка палиндромом.",
          "写一个Python函数，检查字符串是否是回文。", "文字列が回文かどうかを調べるPython関数を書いてください。",
          "문자열이 회문인지 확인하는 파이썬 함수를 작성하세요.",
          "اكتب دالة بايثون تتحقق مما إذا كانت السلسلة متناظرة.",
          "एक पायथन फ़ंक्शन लिखें जो जाँचे कि कोई स्ट्रिंग पैलिंड्रोम है या नहीं।"}},
        {"photosynthesis",
         {"Explain how photosynthesis works and why it matters for the climate.",
          "Erkläre, wie die Photosynthese funktioniert und warum sie für das Klima wichtig ist.",
          "Explique comment fonctionne la photosynthèse et pourquoi elle est importante pour le climat.",
          "Explica cómo funciona la fotosíntesis y por qué es importante para el clima.",
          "Explique como funciona a fotossíntese e por que ela é importante para o clima.",
          "Spiega come funziona la fotosintesi e perché è importante per il clima.",
          "Объясни, как работает фотосинтез и почему он важен для климата.", "解释光合作用的原理以及它对气候的重要性。",
          "光合成の仕組みと、それが気候にとってなぜ重要なのかを説明してください。",
          "광합성이 어떻게 작동하고 왜 기후에 중요한지 설명하세요.",
          "اشرح كيف تعمل عملية البناء الضوئي ولماذا هي مهمة للمناخ.",
          "समझाइए कि प्रकाश संश्लेषण कैसे काम करता है और यह जलवायु के लिए क्यों महत्वपूर्ण है।"}},
    };
    return list;
}

// Twelve languages: on average within 12 points of English, none further than 25.
TEST(ScoreBands, TheSameQuestionScoresAlikeInEveryLanguage) {
    double sum = 0;
    std::size_t count = 0;
    for (const Question& question : questions()) {
        const double english = assess(question.languages[0]).score;
        for (const std::string_view message : question.languages) {
            SCOPED_TRACE(message);
            const double score = assess(message).score;
            EXPECT_NEAR(score, english, 25);
            sum += std::abs(score - english);
            ++count;
        }
    }
    EXPECT_LE(sum / static_cast<double>(count), 12);
}

// Harder questions rank above small talk in each language, not only on average.
TEST(ScoreBands, SmallTalkRanksLastInEveryLanguage) {
    const auto& weather = questions()[1].languages;
    for (const std::size_t other : {0U, 2U, 3U}) {
        for (std::size_t language = 0; language < weather.size(); ++language) {
            SCOPED_TRACE(questions()[other].languages[language]);
            EXPECT_GT(assess(questions()[other].languages[language]).score, assess(weather[language]).score + 5);
        }
    }
}

TEST(ScoreBands, LargerModelsAreExpectedToAnswerHardPromptsBetter) {
    for (const std::string_view message :
         {"A patient with cirrhosis has a serum sodium of 118. Which of the following is the best next step?\nA. "
          "Hypertonic saline\nB. Fluid restriction\nC. Spironolactone\nD. Vasopressin\nE. Observation",
          "Find the order of the Galois group of the splitting field of x^4 - 2 over the rationals.\nA. 4\nB. 8\nC. "
          "16\nD. 24\nE. 6\nF. 12"}) {
        SCOPED_TRACE(message);
        const auto chances = assess(message).p_right;
        EXPECT_GT(chances[2], chances[0] + 0.05);
        EXPECT_LT(chances[0], assess("what time is it").p_right[0] - 0.2);
    }
}

TEST(ScoreBands, AllTiersAnswerSmallTalkWell) {
    for (const double chance : assess("tell me a joke").p_right) EXPECT_GE(chance, 0.85);
}

}  // namespace
}  // namespace greeninfer::scorer
