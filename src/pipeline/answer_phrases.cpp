#include "pipeline/answer_phrases.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace greeninfer::pipeline {

namespace {

// ASCII letters in lower case, ' for every apostrophe.
constexpr std::array<std::string_view, 47> kRefusals = {
    "i can't assist",
    "i cannot assist",
    "i can't help",
    "i cannot help",
    "i'm unable to",
    "i am unable to",
    "i'm not able to",
    "i am not able to",
    "i can't provide",
    "i cannot provide",
    "i can't fulfill",
    "i cannot fulfill",
    "i can't answer",
    "i cannot answer",
    "i won't be able to",
    "i can't comply",
    "i must decline",
    "as an ai language",
    "ich kann dir dabei nicht",
    "ich kann ihnen dabei nicht",
    "ich kann diese anfrage nicht",
    "ich kann das nicht beantworten",
    "dabei kann ich nicht helfen",
    "je ne peux pas vous aider",
    "je ne peux pas t'aider",
    "je ne peux pas r\u00E9pondre",
    "je suis d\u00E9sol\u00E9, mais je ne peux",
    "no puedo ayudar",
    "no puedo responder",
    "lo siento, pero no puedo",
    "non posso aiutar",
    "non posso rispondere",
    "mi dispiace, ma non posso",
    "n\u00E3o posso ajudar",
    "n\u00E3o posso responder",
    "desculpe, mas n\u00E3o posso",
    "ik kan je daar niet",
    "ik kan u daar niet",
    "nie mog\u0119 pom\u00F3c",
    "\u043D\u0435 \u043C\u043E\u0433\u0443 \u043F\u043E\u043C\u043E\u0447\u044C",  // "cannot help", Russian
    "\u043D\u0435 \u043C\u043E\u0433\u0443 \u043E\u0442\u0432\u0435\u0442\u0438\u0442\u044C",
    "\u62B1\u6B49\uFF0C\u6211\u65E0\u6CD5",
    "\u6211\u4E0D\u80FD\u5E2E\u52A9",  // "sorry, I cannot", Chinese
    "\u5BF9\u4E0D\u8D77\uFF0C\u6211\u65E0\u6CD5",
    "\u7533\u3057\u8A33\u3042\u308A\u307E\u305B\u3093\u304C",
    "\u304A\u7B54\u3048\u3067\u304D\u307E\u305B\u3093",
    "\uC8C4\uC1A1\uD558\uC9C0\uB9CC"};

constexpr std::array<std::string_view, 26> kHedges = {"i'm not sure",
                                                      "i am not sure",
                                                      "i'm not certain",
                                                      "i am not certain",
                                                      "i don't know",
                                                      "i do not know",
                                                      "i could be wrong",
                                                      "i might be wrong",
                                                      "it's hard to say",
                                                      "it is hard to say",
                                                      "difficult to say",
                                                      "not entirely sure",
                                                      "my best guess",
                                                      "i would guess",
                                                      "bin mir nicht sicher",
                                                      "ich wei\u00DF nicht",
                                                      "je ne suis pas s\u00FBr",
                                                      "je ne sais pas",
                                                      "no estoy seguro",
                                                      "no lo s\u00E9",
                                                      "non sono sicuro",
                                                      "n\u00E3o tenho certeza",
                                                      "ik weet het niet",
                                                      "nie jestem pewien",
                                                      "\u6211\u4E0D\u786E\u5B9A",  // "I am not sure", Chinese
                                                      "\u043D\u0435 \u0443\u0432\u0435\u0440\u0435\u043D"};

// Lower-case ASCII, with the apostrophe that typographers prefer made the plain one.
std::string plain(std::string_view text) {
    constexpr std::string_view kCurlyApostrophe = "\u2019";
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text.starts_with(kCurlyApostrophe)) {
            out += '\'';
            text.remove_prefix(kCurlyApostrophe.size());
            continue;
        }
        const char byte = text.front();
        out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
        text.remove_prefix(1);
    }
    return out;
}

bool has_one_of(std::string_view text, std::span<const std::string_view> phrases) {
    const std::string searched = plain(text);
    return std::ranges::any_of(phrases, [&](std::string_view phrase) { return searched.contains(phrase); });
}

}  // namespace

bool begins_with_refusal(std::string_view text) {
    // A refusal comes at once and is short; further in, the words are quoted or part of a fuller answer.
    constexpr std::size_t kLongestRefusal = 1200;
    constexpr std::size_t kComesWithin = 160;
    return text.size() <= kLongestRefusal && has_one_of(text.substr(0, kComesWithin), kRefusals);
}

bool has_hedge(std::string_view text) {
    // The mean answer has under a thousand bytes; huge ones are not worth reading to their end for this.
    constexpr std::size_t kReadBytes = 16 * 1024;
    return has_one_of(text.substr(0, kReadBytes), kHedges);
}

}  // namespace greeninfer::pipeline
