// What holds for any text and any marks of a model.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "optimizer/draft.hpp"
#include "optimizer/verification.hpp"

namespace greeninfer::optimizer {
namespace {

const std::vector<std::string> kProse{
    "please", "could", "you",  "explain", "not",   "never", "must",   "can",     "I",     "thanks",   "Thanks!",
    "so",     "much.", "Hi,",  "if",      "don't", "mind",  "really", "at",      "least", "Anna",     "good",
    "help",   "me",    "with", "this:",   "tell",  "what",  "is",     "the",     "graph", "question", "would",
    "like",   "to",    "more", "than",    "no",    "rush",  "of",     "course,", "in",    "advance",  "write",
    "a",      "cat.",  "just", "one",     "thing", "as",    "soon",   "possible"};
const std::vector<std::string> kProtected{"5",    "v1.2", "`code`", "\"say",   "it\"", "NASA",   "getName",
                                          "@bob", "a/b",  "x@y.z",  "{\"a\":", "1}",   "<b>",    "</b>",
                                          "> q",  "```",  "~~~",    "    x",   "über", "спасибо"};
const std::vector<std::string> kBlanks{" ", " ", " ", " ", " ", " ", "\n", "\n\n", "  ", "\t", " \n ", "\r\n"};

// Texts of words that the guards care about, with all kinds of white space between them; every second one is prose
// alone, as what is half code is refused as a whole.
std::string random_text() {
    std::string text = *rc::gen::elementOf(std::vector<std::string>{"", "", " ", "\n"});
    const auto count = *rc::gen::inRange(0, 40);
    const auto rarity = *rc::gen::elementOf(std::vector<int>{0, 0, 6, 25});
    for (int i = 0; i < count; ++i) {
        const bool is_protected = rarity > 0 && *rc::gen::inRange(0, rarity) == 0;
        text += *rc::gen::elementOf(is_protected ? kProtected : kProse);
        if (i + 1 < count) text += *rc::gen::elementOf(kBlanks);
    }
    return text;
}

ModelReply random_marks(const Draft& draft) {
    ModelReply reply;
    const auto words = draft.refused() ? 0 : draft.model_request().words.size();
    reply.deleted = *rc::gen::container<std::vector<std::uint8_t>>(words, rc::gen::inRange<std::uint8_t>(0, 2));
    return reply;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    for (const Word& word : split_words(text)) words.emplace_back(word.of(text));
    return words;
}

void require_lawful(const std::string& text, const Shortening& done) {
    if (done.left_alone) {
        RC_ASSERT(done.text == text);
        RC_ASSERT(done.deleted.empty());
        return;
    }
    const auto words = split_words(text);
    const auto locks = lock_words(text, words);
    std::vector<std::string> left;
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        const bool gone = std::ranges::binary_search(done.deleted, i);
        if (gone) RC_ASSERT(locks[i] == Lock::none);
        if (!gone) left.emplace_back(words[i].of(text));
    }
    RC_ASSERT(words_of(done.text) == left);
    RC_ASSERT(verify(text, done.text, done.deleted, locks) == Breach::none);
}

TEST(DraftProperty, WhateverAModelMarksNothingProtectedGoes) {
    rc::check("random text, random marks", [] {
        const std::string text = random_text();
        const Draft draft(text);
        require_lawful(text, draft.finish(random_marks(draft), 0));
        require_lawful(text, draft.finish(0));
    });
}

TEST(DraftProperty, EveryMarkAtOnceIsNoWorse) {
    rc::check("random text, all marked", [] {
        const std::string text = random_text();
        const Draft draft(text);
        ModelReply all;
        all.deleted.assign(draft.refused() ? 0 : draft.model_request().words.size(), 1);
        require_lawful(text, draft.finish(all, 0));
    });
}

TEST(DraftProperty, ShorteningAgainChangesNothing) {
    rc::check("random text, random marks", [] {
        const std::string text = random_text();
        const Draft draft(text);
        const std::string once = draft.finish(random_marks(draft), 0).text;
        const Draft again(once);
        if (again.refused()) return;  // then it stays as it is
        if (once != text) RC_ASSERT(again.finish(0).text == once);
        RC_ASSERT(Draft(again.finish(0).text).finish(0).text == again.finish(0).text);
    });
}

TEST(DraftProperty, TheSameTextGivesTheSameBytes) {
    rc::check("random text", [] {
        const std::string text = random_text();
        RC_ASSERT(Draft(text).finish(0).text == Draft(text).finish(0).text);
    });
}

TEST(DraftProperty, AnyBytesAreTakenCareOf) {
    rc::check("any bytes", [](const std::string& text) { require_lawful(text, Draft(text).finish(0)); });
}

}  // namespace
}  // namespace greeninfer::optimizer
