#include "optimizer/language.hpp"

#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kEnglish = std::to_array<std::string_view>(
    {"a",     "about", "an",   "and",  "are",   "as",    "at",     "be",  "been",   "but",  "by",   "can",
     "could", "did",   "do",   "does", "don't", "for",   "from",   "had", "has",    "have", "he",   "her",
     "here",  "his",   "how",  "i",    "i'd",   "i'm",   "if",     "in",  "is",     "it",   "it's", "me",
     "my",    "not",   "of",   "on",   "or",    "our",   "please", "she", "should", "that", "the",  "them",
     "there", "these", "they", "this", "those", "to",    "was",    "we",  "were",   "what", "when", "where",
     "which", "who",   "why",  "will", "with",  "would", "you",    "your"});
static_assert(std::ranges::is_sorted(kEnglish));

// Of German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Polish, Turkish, Indonesian,
// Finnish, Romanian and Swahili, as far as they are no words of English. Those with other letters are found by these.
constexpr auto kForeign = std::to_array<std::string_view>(
    {"aber",      "adalah",   "al",      "alsjeblieft", "anda",      "apa",      "asante", "att",   "auch",
     "auf",       "aux",      "av",      "avec",        "bagaimana", "bana",     "bei",    "ben",   "bij",
     "bir",       "bisa",     "bitte",   "bonjour",     "bu",        "ce",       "cette",  "che",   "ciao",
     "com",       "comment",  "como",    "con",         "cu",        "cual",     "cum",    "czy",   "dan",
     "dank",      "danke",    "dans",    "dari",        "das",       "de",       "deg",    "dei",   "del",
     "della",     "delle",    "dello",   "dem",         "dengan",    "der",      "des",    "det",   "deze",
     "dla",       "du",       "een",     "ei",          "ein",       "eine",     "einen",  "el",    "en",
     "er",        "est",      "esta",    "este",        "esto",      "et",       "ett",    "eu",    "explica",
     "explicame", "explique", "favore",  "gli",         "graag",     "gracias",  "grazie", "guten", "habari",
     "hallo",     "heeft",    "hej",     "het",         "hii",       "hoe",      "hola",   "hur",   "hva",
     "hvad",      "hvordan",  "ich",     "ihr",         "ik",        "ikke",     "il",     "ile",   "im",
     "ini",       "inte",     "isso",    "ist",         "isto",      "itu",      "jag",    "jak",   "jaka",
     "jaki",      "je",       "jeg",     "jest",        "jestem",    "jij",      "kamu",   "kan",   "kannst",
     "kasih",     "katika",   "kiitos",  "kun",         "kunt",      "kwa",      "la",     "le",    "les",
     "los",       "med",      "meg",     "merci",       "merhaba",   "mes",      "meu",    "mi",    "mia",
     "mich",      "mig",      "mijn",    "mille",       "minha",     "mio",      "mir",    "misin", "mit",
     "miten",     "mon",      "muchas",  "naar",        "nach",      "nel",      "nicht",  "nie",   "niet",
     "nini",      "non",      "nous",    "nu",          "obrigada",  "obrigado", "och",    "oder",  "og",
     "olen",      "oraz",     "ou",      "ovat",        "par",       "para",     "pas",    "pe",    "peux",
     "plait",     "pode",     "poderia", "por",         "potresti",  "pourquoi", "pouvez", "puede", "puedes",
     "puoi",      "que",      "quel",    "quelle",      "quero",     "questa",   "questo", "qui",   "quiero",
     "rog",       "salut",    "saya",    "senza",       "sich",      "sie",      "skulle", "som",   "sono",
     "su",        "sus",      "tack",    "tafadhali",   "tak",       "takk",     "terima", "tidak", "til",
     "tolong",    "tu",       "um",      "uma",         "un",        "una",      "und",    "une",   "untuk",
     "usted",     "vad",      "ve",      "vennligst",   "vill",      "voitko",   "von",    "voor",  "vorrei",
     "vos",       "votre",    "vous",    "wa",          "waarom",    "warum",    "wat",    "wel",   "welche",
     "welcher",   "wenn",     "wie",     "wieviel",     "wir",       "xin",      "yang",   "zijn",  "zu"});
static_assert(std::ranges::is_sorted(kForeign));

bool has_letter(std::string_view word) {
    return std::ranges::any_of(word, [](char byte) { return is_letter(byte) || !is_ascii(byte); });
}

}  // namespace

// General punctuation is U+2010 to U+203A: e2 80 90 to e2 80 ba. U+00A0 and the like are of no language either.
bool has_foreign_letter(std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (is_ascii(word[i])) continue;
        if (word.substr(i).starts_with("\xe2\x80")) {
            i += 2;
        } else {
            return true;
        }
    }
    return false;
}

bool is_english(std::string_view normal) {
    return is_in(kEnglish, normal);
}

bool is_foreign_word(std::string_view normal) {
    return is_in(kForeign, normal);
}

LanguageCounts count_languages(const Reading& reading, std::size_t begin, std::size_t end) {
    LanguageCounts counts;
    for (std::size_t at = begin; at < end; ++at) {
        const std::string_view word = reading[at].normal;
        if (!has_letter(word)) continue;
        ++counts.words;
        if (is_in(kEnglish, word)) ++counts.english;
        if (is_in(kForeign, word) || has_foreign_letter(word)) ++counts.foreign;
    }
    return counts;
}

// "What does je ne sais quoi mean" is English with a quotation; nothing but one French word is not.
bool is_foreign(const LanguageCounts& counts) {
    if (counts.foreign == 0) return false;
    return counts.foreign > counts.english || (counts.english == 0 && counts.foreign * 3 >= counts.words);
}

}  // namespace greeninfer::optimizer
