#include "optimizer/t5_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "optimizer/t5_decoding.hpp"
#include "optimizer/tiny_t5_file_for_test.hpp"

namespace greeninfer::optimizer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class T5ModelTest : public ::testing::Test {
protected:
    std::unique_ptr<T5Model> load(const TinyT5ForTest& tiny) {
        const TinyT5FileForTest file(tiny);
        auto model = T5Model::load(file.path(), {}, clock_);
        EXPECT_TRUE(model.has_value()) << model.error().detail;
        return *std::move(model);
    }

    std::string why_not(const TinyT5ForTest& tiny) {
        const TinyT5FileForTest file(tiny);
        const auto model = T5Model::load(file.path(), {}, clock_);
        EXPECT_FALSE(model.has_value());
        return model ? "" : model.error().detail;
    }

    Moment later() { return clock_.now() + std::chrono::seconds(10); }

    SystemClock clock_;
};

ModelRequest request_of(std::vector<std::string> words) {
    std::vector<std::uint8_t> locked(words.size(), 0);
    return {.words = std::move(words), .locked = std::move(locked)};
}

// Writes "please" and "thanks" as what goes, where they may.
TinyT5ForTest courteous() {
    return {.followers = {{{"", "\u2581please"}, 3},
                          {{"\u2581please", "\u2581thanks"}, 2},
                          {{"\u2581please", ""}, 1},
                          {{"\u2581thanks", ""}, 1},
                          {{"", "\u2581thanks"}, 2},
                          {{"", ""}, 1}}};
}

TEST_F(T5ModelTest, DeletesWhatTheDecoderWrites) {
    const auto model = load(courteous());
    const auto reply = model->answer(request_of({"please", "write", "a", "poem", "thanks"}), later());
    ASSERT_TRUE(reply.has_value());
    EXPECT_THAT(reply->deleted, ElementsAre(1, 0, 0, 0, 1));
    EXPECT_EQ(reply->pieces, 6u);
    EXPECT_EQ(reply->decoder_steps, 2u);  // after the last word only the end may follow
    EXPECT_GT(reply->cpu_time.count(), 0);
}

TEST_F(T5ModelTest, KeepsWhatIsLocked) {
    const auto model = load(courteous());
    ModelRequest request = request_of({"please", "write", "thanks"});
    request.locked = {1, 0, 0};
    EXPECT_THAT(model->answer(request, later())->deleted, ElementsAre(0, 0, 1));
    request.locked = {1, 1, 1};
    const auto all_locked = model->answer(request, later());
    EXPECT_THAT(all_locked->deleted, ElementsAre(0, 0, 0));
    EXPECT_EQ(all_locked->decoder_steps, 0u);
}

TEST_F(T5ModelTest, StopsAfterOneStepWhereNothingGoes) {
    const auto model = load(courteous());
    const auto reply = model->answer(request_of({"write", "a", "poem"}), later());
    EXPECT_THAT(reply->deleted, ElementsAre(0, 0, 0));
    EXPECT_EQ(reply->decoder_steps, 1u);
}

TEST_F(T5ModelTest, ReadsForcedPiecesTogether) {
    TinyT5ForTest tiny{.followers = {{{"", "\u2581kind"}, 3}, {{"ly", ""}, 3}}};
    const auto model = load(tiny);
    const auto reply = model->answer(request_of({"kindly", "write", "kindly"}), later());
    EXPECT_THAT(reply->deleted, ElementsAre(1, 0, 0));
    EXPECT_EQ(reply->decoder_steps, 2u);  // the second piece of the word was never in question
}

TEST_F(T5ModelTest, KeepsWordsThatItCannotSpell) {
    const auto model = load({.followers = {{{"", "\u2581please"}, 1}}});
    const auto reply = model->answer(request_of({"pleaseX", "\xff\xfe", "<pad>", "</s>", "\u200b", "please"}), later());
    ASSERT_TRUE(reply.has_value());
    EXPECT_THAT(reply->deleted, ElementsAre(0, 0, 0, 0, 0, 1));
}

TEST_F(T5ModelTest, SameTextSameAnswer) {
    const auto model = load(courteous());
    const auto request = request_of({"please", "write", "please", "thanks"});
    const auto first = model->answer(request, later());
    ASSERT_TRUE(model->answer(request_of({"thanks", "a", "poem", "thanks", "please"}), later()).has_value());
    EXPECT_EQ(model->answer(request, later())->deleted, first->deleted);
}

// Three words, six pieces, and a decoder and a head that agree: one run reads it all.
TEST_F(T5ModelTest, AnExpectedTextIsReadAtOnce) {
    TinyT5ForTest tiny{.tag_logits = {{"\u2581kind", 1}, {"\u2581write", -1}}};
    tiny.followers = {{{"", "\u2581kind"}, 3}, {{"ly", "\u2581kind"}, 3}, {{"ly", ""}, 2}};
    const auto model = load(tiny);
    const auto reply = model->answer(request_of({"kindly", "write", "kindly", "a", "kindly", "poem"}), later());
    EXPECT_THAT(reply->deleted, ElementsAre(1, 0, 1, 0, 1, 0));
    EXPECT_EQ(reply->decoder_steps, 1u);
}

// Whatever is expected, the decoder has its way.
TEST_F(T5ModelTest, ExpectationsChangeNoAnswer) {
    std::minstd_rand random(7);
    const auto any = [&](std::size_t count) { return random() % count; };
    for (int round = 0; round < 60; ++round) {
        TinyT5ForTest tiny;
        std::vector<std::string> all = tiny.pieces;
        all.emplace_back();
        for (const std::string& from : all)
            for (const std::string& to : all) tiny.followers[{from, to}] = static_cast<float>(any(1000)) / 100;
        const auto model = load(tiny);
        T5Engine& engine = model->engine_for_test();
        ModelRequest request;
        constexpr std::array<const char*, 6> kWords = {"please", "kindly", "kind", "write", "a", "poem"};
        for (std::size_t i = 0; i < 12; ++i) request.words.emplace_back(kWords[any(kWords.size())]);
        request.locked.assign(request.words.size(), 0);
        T5Source source = read_source(engine, request);
        for (SourceWord& word : source.words) word.fate = static_cast<Fate>(any(8) < 6 ? 0 : 1 + any(2));
        ASSERT_TRUE(engine.encode(source.pieces, later()).has_value());
        const auto plain = decode_deletions(engine, source);
        for (std::size_t i = 0; i < request.words.size(); ++i) source.expected.push_back(any(2) == 0 ? 0 : 1);
        ASSERT_TRUE(engine.encode(source.pieces, later()).has_value());
        const auto guessed = decode_deletions(engine, source);
        ASSERT_TRUE(plain.has_value() && guessed.has_value());
        EXPECT_EQ(guessed->pieces, plain->pieces) << "round " << round;
        EXPECT_LE(guessed->steps, plain->steps);
    }
}

// Likely: 0.88, unlikely: 0.12.
TinyT5ForTest tagged(float gate) {
    TinyT5ForTest tiny{.tag_logits = {{"\u2581please", 2}, {"\u2581write", -2}}};
    tiny.annotate = [gate](gguf_context* file) {
        gguf_set_val_f32(file, "greeninfer.gate", gate);
        gguf_set_val_f32(file, "greeninfer.keep_below", 0.2F);
        gguf_set_val_f32(file, "greeninfer.delete_above", 0.8F);
    };
    return tiny;
}

TEST_F(T5ModelTest, TheTagHeadGivesChances) {
    const auto model = load(tagged(0));
    ASSERT_TRUE(model->answer(request_of({"write", "a", "please"}), later()).has_value());
    ASSERT_EQ(model->chances_for_test().size(), 3u);
    EXPECT_NEAR(model->chances_for_test()[0], 1 / (1 + std::exp(2.0)), 1e-5);
    EXPECT_NEAR(model->chances_for_test()[1], 0.5, 1e-5);
    EXPECT_NEAR(model->chances_for_test()[2], 1 / (1 + std::exp(-2.0)), 1e-5);
}

TEST_F(T5ModelTest, TheTagHeadSettlesWhatItIsSureAbout) {
    TinyT5ForTest tiny = tagged(0);
    tiny.followers = {{{"", "\u2581write"}, 9}, {{"", ""}, 5}, {{"\u2581please", ""}, 1}};
    const auto reply = load(tiny)->answer(request_of({"write", "please", "a"}), later());
    EXPECT_THAT(reply->deleted, ElementsAre(0, 1, 0));  // "write" stays and "please" goes, against the decoder's wish
}

TEST_F(T5ModelTest, BehindTheGateTheDecoderDoesNotRun) {
    const auto model = load(tagged(0.6F));
    const auto terse = model->answer(request_of({"write", "a", "poem"}), later());
    EXPECT_THAT(terse->deleted, ElementsAre(0, 0, 0));
    EXPECT_EQ(terse->decoder_steps, 0u);
    EXPECT_THAT(model->answer(request_of({"please", "write"}), later())->deleted, ElementsAre(1, 0));
    ModelRequest locked = request_of({"please", "write"});
    locked.locked = {1, 0};
    EXPECT_EQ(model->answer(locked, later())->decoder_steps, 0u) << "a locked word opens no gate";
}

TEST_F(T5ModelTest, RewritesFreely) {
    TinyT5ForTest tiny{
        .followers = {{{"", "\u2581write"}, 2}, {{"\u2581write", "\u2581poem"}, 2}, {{"\u2581poem", ""}, 2}}};
    const auto model = load(tiny);
    ModelRequest request = request_of({"please", "write", "a", "poem"});
    request.task = ModelTask::rewrite;
    const auto reply = model->answer(request, later());
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->rewritten, "write poem");
    EXPECT_TRUE(reply->deleted.empty());
    EXPECT_EQ(reply->decoder_steps, 3u);
}

TEST_F(T5ModelTest, ARewriteThatDoesNotEndSavesNothing) {
    ModelRequest request = request_of({"write", "a", "poem"});
    request.task = ModelTask::rewrite;
    const auto model = load({.followers = {{{"", "\u2581write"}, 2}, {{"\u2581write", "\u2581write"}, 2}}});
    EXPECT_EQ(model->answer(request, later()), std::unexpected(LeftAlone::small_saving));
}

TEST_F(T5ModelTest, DoesOnlyWhatItsFileSays) {
    TinyT5ForTest tiny = courteous();
    tiny.annotate = [](gguf_context* file) { gguf_set_val_str(file, "greeninfer.mode", "delete"); };
    ModelRequest request = request_of({"write"});
    request.task = ModelTask::rewrite;
    EXPECT_EQ(load(tiny)->answer(request, later()), std::unexpected(LeftAlone::failed));
}

TEST_F(T5ModelTest, RefusesWhatItCannotTake) {
    const auto model = load(courteous());
    EXPECT_EQ(model->answer(request_of({}), later()), std::unexpected(LeftAlone::failed));
    EXPECT_EQ(model->answer({.words = {"a"}, .locked = {}}, later()), std::unexpected(LeftAlone::failed));
    const std::vector<std::string> many(T5Limits{}.pieces_max, "please");
    EXPECT_EQ(model->answer(request_of(many), later()), std::unexpected(LeftAlone::too_long));
    const std::vector<std::string> most(T5Limits{}.pieces_max - 1, "please");
    EXPECT_TRUE(model->answer(request_of(most), later()).has_value());
}

TEST_F(T5ModelTest, EndsAtItsDeadline) {
    const auto model = load(courteous());
    const auto request = request_of({"please", "write"});
    EXPECT_EQ(model->answer(request, clock_.now() - std::chrono::nanoseconds(1)), std::unexpected(LeftAlone::late));
    EXPECT_THAT(model->answer(request, later())->deleted, ElementsAre(1, 0))
        << "the next text is none the worse for it";
}

TEST_F(T5ModelTest, SaysWhyAFileIsNoModel) {
    EXPECT_THAT(T5Model::load("/nowhere/t5.gguf", {}, clock_).error().detail, HasSubstr("/nowhere/t5.gguf"));
    EXPECT_THAT(T5Model::load("/dev/null", {}, clock_).error().detail, HasSubstr("no GGUF file"));
    EXPECT_THAT(why_not({.encoder = false}), HasSubstr("cannot load"));
    TinyT5ForTest wrong_head = courteous();
    wrong_head.annotate = [](gguf_context* file) {
        const std::array<float, 2> weight = {1, 2};
        gguf_set_arr_data(file, "greeninfer.tag_head.weight", GGUF_TYPE_FLOAT32, weight.data(), weight.size());
    };
    EXPECT_THAT(why_not(wrong_head), HasSubstr("2 weights"));
    TinyT5ForTest wrong_gate = courteous();
    wrong_gate.annotate = [](gguf_context* file) { gguf_set_val_str(file, "greeninfer.gate", "often"); };
    EXPECT_THAT(why_not(wrong_gate), HasSubstr("greeninfer.gate of the model file must be a float32"));
    TinyT5ForTest wrong_mode = courteous();
    wrong_mode.annotate = [](gguf_context* file) { gguf_set_val_str(file, "greeninfer.mode", "invent"); };
    EXPECT_THAT(why_not(wrong_mode), HasSubstr("delete or rewrite"));
}

TEST_F(T5ModelTest, RefusesAFileThatIsCutOff) {
    const TinyT5FileForTest whole(courteous());
    const auto size = std::filesystem::file_size(whole.path());
    const std::string cut = whole.path() + ".cut";
    for (const std::uintmax_t left : {size / 100, size / 10, size / 2, size - 1}) {
        std::filesystem::copy_file(whole.path(), cut, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(cut, left);
        EXPECT_FALSE(T5Model::load(cut, {}, clock_).has_value()) << left << " of " << size;
    }
    std::filesystem::remove(cut);
}

}  // namespace
}  // namespace greeninfer::optimizer
