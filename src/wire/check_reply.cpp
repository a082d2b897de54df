#include "wire/check_reply.hpp"

#include <simdjson.h>

#include <array>
#include <cmath>
#include <string>

#include "wire/log_probabilities.hpp"
#include "wire/number_repair.hpp"

namespace greeninfer::wire {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;

enum class Word { yes, no, other };

// Below this share of all probability YES and NO are not what the checker was about to say.
constexpr double kLeastShare = 0.05;

// How tokenizers write the space before a word: as it is, as SentencePiece does, as GPT-2 does.
constexpr std::array<std::string_view, 3> kSpaces = {" ", "\u2581", "\u0120"};

std::string_view without_leading_space(std::string_view token) {
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view space : kSpaces) {
            if (!token.starts_with(space)) continue;
            token.remove_prefix(space.size());
            found = true;
        }
    }
    return token;
}

bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || static_cast<unsigned char>(byte) >= 0x80;
}

bool is_word(std::string_view text, std::string_view upper_case) {
    if (text.size() != upper_case.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char upper = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
        if (upper != upper_case[i]) return false;
    }
    return true;
}

// The first word of a token or a text, marks such as ** in front of it left out.
Word word_of(std::string_view text) {
    text = without_leading_space(text);
    while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[size])) ++size;
    text = text.substr(0, size);
    if (is_word(text, "YES")) return Word::yes;
    return is_word(text, "NO") ? Word::no : Word::other;
}

struct Shares {
    double yes = 0;
    double no = 0;

    void add(element entry) {
        std::string_view token;
        double value = 0;
        if (entry["token"].get(token) || entry["logprob"].get(value) || !is_log_probability(value)) return;
        const Word word = word_of(token);
        const double probability = std::min(std::exp(value), 1.0);
        if (word == Word::yes) yes += probability;
        if (word == Word::no) no += probability;
    }
};

std::optional<double> p_yes_of(element position) {
    Shares shares;
    array alternatives;
    const bool has_alternatives = !position["top_logprobs"].get(alternatives) && alternatives.size() > 0;
    // The chosen token is one of the alternatives wherever those are given.
    if (has_alternatives) {
        for (const element entry : alternatives) shares.add(entry);
    } else {
        shares.add(position);
    }
    const double both = shares.yes + shares.no;
    if (both < kLeastShare) return std::nullopt;
    return shares.yes / both;
}

void read_choice(element choice, CheckReply& reply) {
    std::string_view content;
    if (!choice["message"]["content"].get(content)) {
        const Word word = word_of(content);
        if (word != Word::other) reply.said_yes = word == Word::yes;
    }
    array positions;
    if (choice["logprobs"]["content"].get(positions) || positions.size() == 0) return;
    reply.has_log_probabilities = true;
    reply.p_yes = p_yes_of(positions.at(0).value_unsafe());
}

}  // namespace

CheckReply read_check_reply(std::string_view text) {
    const std::string json = with_repaired_numbers(text);
    simdjson::dom::parser parser;
    element document;
    element choice;
    CheckReply reply;
    if (parser.parse(json).get(document)) return reply;
    if (!document["choices"].at(0).get(choice)) read_choice(choice, reply);
    return reply;
}

}  // namespace greeninfer::wire
