#include "optimizer/draft.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

namespace greeninfer::optimizer {
namespace {

std::string shortened(std::string_view text) {
    return Draft(text).finish(0).text;
}

// Marks the words of `wanted`, in this order, among those that the model is asked about.
ModelReply marks_for(const Draft& draft, std::string_view wanted) {
    ModelReply reply;
    const auto places = split_words(wanted);
    std::size_t next = 0;
    for (const std::string& word : draft.model_request().words) {
        const bool marked = next < places.size() && places[next].of(wanted) == word;
        next += marked ? 1 : 0;
        reply.deleted.push_back(marked ? 1 : 0);
    }
    EXPECT_EQ(next, places.size()) << wanted;
    return reply;
}

std::string with_marks(std::string_view text, std::string_view wanted) {
    const Draft draft(text);
    return draft.finish(marks_for(draft, wanted), 0).text;
}

struct Row {
    const char* name;
    std::string_view text;
    std::string_view shortened;
};

TEST(DraftPhrases, GoWhereTheirPlaceFits) {
    const Row rows[]{
        {"opening, frame and closing", "Hi there! Could you please help me with this: draw a cat. Thanks so much!",
         "draw a cat."},
        {"without punctuation", "hi there can you please tell me what is my balance thanks", "what is my balance"},
        {"in its own paragraph", "Please draw a cat.\n\nThanks a lot!", "draw a cat."},
        {"a clause behind a comma", "Draw a cat, if you don't mind", "Draw a cat,"},
        {"before a question", "Can you please tell me how cats sleep?", "how cats sleep?"},
        {"letters stay as they are", "Please draw a CAT on my Desk", "draw a CAT on my Desk"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(shortened(row.text), row.shortened);
    }
}

TEST(DraftPhrases, StayWhereTheyAreTheRequest) {
    for (const char* text : {
             "can I take aspirin before surgery?",
             "can you swim?",
             "are you able to speak French",
             "What is good for me",
             "NEVER run rm -rf on it",
             "I have a question about my bill",
             "Is it rude to say \"could you please\" in an email?",
             "how do you say thank you",
             "What does please mean",
             "Explain what you know",
             "`please` is a function",
             "Why is thanks a noun",
             "no thanks",
             "Please explain why",
             "Thanks!",
             "Can you help me?",
             "If you can swim, tell it",
             "Well water is brown",
             "So far it works",
         }) {
        EXPECT_EQ(shortened(text), text);
        EXPECT_EQ(Draft(text).finish(0).left_alone, LeftAlone::nothing_to_delete) << text;
    }
}

// The check finds fault with the phrase that the marks lay bare, "please" behind "by all means"; the marks go all the
// same.
TEST(DraftMarks, GoAlsoWhereAPhraseBesideThemMayNot) {
    EXPECT_EQ(with_marks("By all means please draw a cat in all honesty and a dog", "By all means in all honesty"),
              "please draw a cat and a dog");
}

TEST(Draft, SaysWhyATextWasLeftAlone) {
    EXPECT_EQ(Draft("").finish(0).left_alone, LeftAlone::no_text);
    EXPECT_EQ(Draft("Please draw a cat").finish(0.5).left_alone, LeftAlone::small_saving);
    EXPECT_EQ(Draft("Please draw a cat").finish(0.25).left_alone, std::nullopt);
    EXPECT_EQ(Draft("Please explain\n```\nx\n```").refused(), LeftAlone::code);
    std::string words;
    for (std::uint32_t i = 0; i < Draft::kMaxWords; ++i) words += "cat ";
    EXPECT_NE(Draft(words).refused(), LeftAlone::too_long);
    EXPECT_EQ(Draft(words + "cat").refused(), LeftAlone::too_long);
    EXPECT_EQ(Draft(std::string(Draft::kMaxBytes + 1, 'x')).refused(), LeftAlone::too_long);
    const Shortening refused = Draft(words + "cat").finish(ModelReply{}, 0);
    EXPECT_EQ(refused.left_alone, LeftAlone::too_long);
    EXPECT_EQ(refused.text, words + "cat");
}

TEST(Draft, CountsWhatPhrasesAndModelDeleted) {
    const Draft draft("Please draw a really nice cat for my dear old friend");
    EXPECT_EQ(draft.word_count(), 11U);
    EXPECT_EQ(draft.deleted_by_phrases(), 1U);
    const Shortening done = draft.finish(marks_for(draft, "really"), 0);
    EXPECT_EQ(done.text, "draw a nice cat for my dear old friend");
    EXPECT_EQ(done.deleted, (std::vector<std::uint32_t>{0, 3}));
    EXPECT_EQ(done.words, 11U);
    EXPECT_EQ(done.deleted_by_phrases, 1U);
}

TEST(Draft, AsksTheModelAboutWhatIsLeft) {
    const Draft draft("Please draw 3 cats. They must really look nice");
    const ModelRequest request = draft.model_request();
    EXPECT_EQ(request.words,
              (std::vector<std::string>{"draw", "3", "cats.", "They", "must", "really", "look", "nice"}));
    ASSERT_EQ(request.locked.size(), request.words.size());
    EXPECT_EQ(request.locked[1], 1);  // a number
    EXPECT_EQ(request.locked[4], 1);  // a modal
    EXPECT_EQ(request.locked[5], 0);
    EXPECT_EQ(std::ranges::count(request.locked, 0), draft.open_words());
    EXPECT_EQ(Draft("Graph theory?").open_words(), 0U);
}

TEST(DraftMarks, AreOnlyAdvice) {
    struct Advice {
        const char* name;
        std::string_view text;
        std::string_view marked;
        std::string_view shortened;
    };
    const Advice rows[]{
        {"a number stays", "draw 3 cats that really fly", "3 really", "draw 3 cats that fly"},
        {"a negation stays, and what softens it", "do not really draw cats", "not really", "do not really draw cats"},
        {"words that are no filler stay", "draw a really purple cat", "really purple cat", "draw a purple cat"},
        {"a single word of the vocabulary stays", "tell me of cats", "of", "tell me of cats"},
        {"a word of the closed list goes", "what is actually new here", "actually", "what is new here"},
        {"a run of the vocabulary goes", "what is of course new here", "of course", "what is new here"},
        {"in code nothing goes", "what does `really so` do here", "`really so`", "what does `really so` do here"},
    };
    for (const Advice& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(with_marks(row.text, row.marked), row.shortened);
    }
}

TEST(DraftMarks, DoNotGlueSentences) {
    // "so much." would take the full stop along.
    EXPECT_EQ(with_marks("He likes cats so much. Draw one of these cats", "so much."),
              "He likes cats so much. Draw one of these cats");
    EXPECT_EQ(with_marks("He likes cats so much", "so much"), "He likes cats");
}

TEST(DraftMarks, OfAnotherTextAreAFailure) {
    const Draft draft("Please draw a cat");
    ModelReply reply;
    reply.deleted = {1};
    const Shortening done = draft.finish(reply, 0);
    EXPECT_EQ(done.left_alone, LeftAlone::failed);
    EXPECT_EQ(done.text, "Please draw a cat");
}

TEST(DraftMarks, MustLeaveSomething) {
    const Draft draft("I really hope you can help");
    ModelReply all;
    all.deleted.assign(draft.model_request().words.size(), 1);
    EXPECT_EQ(draft.finish(all, 0).text, "I really hope you can help");
}

TEST(Draft, KeepsLinesAndCodeAsTheyWere) {
    EXPECT_EQ(shortened("Please list:\n- a cat\n- the dog\n\nThanks a lot!"), "list:\n- a cat\n- the dog");
    EXPECT_EQ(shortened("Hi there!\n\nPlease describe what `rm  -rf` does to my files and the\nfolders here."),
              "describe what `rm  -rf` does to my files and the\nfolders here.");
}

TEST(DraftRewrite, GoesOnOnlyWhenItLostNothingProtected) {
    struct Row {
        std::string_view rewritten;
        std::optional<LeftAlone> left_alone;
    };
    const Row rows[]{{"draw 3 cats, not dogs", std::nullopt},
                     {"draw cats, not dogs", LeftAlone::verification_failed},
                     {"draw 3 cats and dogs", LeftAlone::verification_failed},
                     {"", LeftAlone::failed},
                     {"I would like to have 3 cats, not dogs, please", LeftAlone::nothing_to_delete},
                     {"I would like 3 cats, not dogs, please", LeftAlone::small_saving}};
    const std::string_view text = "I would like to have 3 cats, not dogs, please";
    for (const Row& row : rows) {
        SCOPED_TRACE(row.rewritten);
        ModelReply reply;
        reply.rewritten = row.rewritten;
        const Shortening done = Draft(text).finish_rewrite(reply, 0.3);
        EXPECT_EQ(done.left_alone, row.left_alone);
        EXPECT_EQ(done.text, row.left_alone ? text : row.rewritten);
    }
}

}  // namespace
}  // namespace greeninfer::optimizer
