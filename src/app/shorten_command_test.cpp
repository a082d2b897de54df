#include "app/shorten_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "optimizer/tiny_t5_file_for_test.hpp"

namespace greeninfer::app {
namespace {

using ::testing::HasSubstr;

struct Shortened {
    int code;
    std::string out, problems;
};

Shortened shorten(const std::string& lines, const ShortenOptions& options) {
    std::istringstream in(lines);
    std::ostringstream out;
    std::ostringstream problems;
    const int code = shorten_lines(in, out, problems, options);
    return {code, out.str(), problems.str()};
}

// Its head is sure that "kindly" goes; its decoder would say nothing of the kind.
optimizer::TinyT5ForTest tagging() {
    optimizer::TinyT5ForTest tiny{.tag_logits = {{"\u2581kind", 3}}, .followers = {{{"", ""}, 1}}};
    tiny.annotate = [](gguf_context* file) { gguf_set_val_f32(file, "greeninfer.delete_above", 0.9F); };
    return tiny;
}

TEST(ShortenCommand, AnswersLineByLine) {
    const auto [code, out, problems] =
        shorten("{\"text\":\"kindly write a poem\"}\n\n{\"text\":\"\"}\n", {.no_model = true, .min_saving = 0});
    EXPECT_EQ(code, 0);
    EXPECT_EQ(problems, "");
    EXPECT_THAT(out, HasSubstr(R"("words":4)"));
    EXPECT_THAT(out, HasSubstr("\n{\"text\":\"\",\"left_alone\":\"no_text\""));
}

TEST(ShortenCommand, NamesTheLineThatIsWrong) {
    const auto [code, out, problems] = shorten("{\"text\":\"hi\"}\n{\"text\":3}\n", {.no_model = true});
    EXPECT_EQ(code, 2);
    EXPECT_THAT(problems, HasSubstr("line 2: 'text'"));
}

TEST(ShortenCommand, SaysWhyAModelCannotBeLoaded) {
    const auto [code, out, problems] = shorten("{\"text\":\"hi\"}\n", {.model = "/nowhere/t5.gguf"});
    EXPECT_EQ(code, 1);
    EXPECT_EQ(out, "");
    EXPECT_THAT(problems, HasSubstr("/nowhere/t5.gguf"));
}

TEST(ShortenCommand, AsksTheModelAndTellsWhatItCost) {
    const optimizer::TinyT5FileForTest file(tagging());
    const std::string lines = "{\"text\":\"write kindly a poem\"}\n";
    const auto asked = shorten(lines, {.model = file.path(), .min_saving = 0});
    EXPECT_EQ(asked.code, 0) << asked.problems;
    EXPECT_THAT(asked.out, HasSubstr(R"("decoder_steps":)"));
    EXPECT_THAT(asked.out, ::testing::Not(HasSubstr(R"("pieces":0)")));
}

TEST(ShortenCommand, AsksForARewriteBehindTheSameGuards) {
    optimizer::TinyT5ForTest tiny{
        .followers = {{{"", "\u2581write"}, 2}, {{"\u2581write", "\u2581thanks"}, 2}, {{"\u2581thanks", ""}, 2}}};
    const optimizer::TinyT5FileForTest file(tiny);
    const std::string lines = "{\"text\":\"write kindly a poem about Berlin\"}\n";
    const auto asked = shorten(lines, {.model = file.path(), .rewrite = true, .min_saving = 0});
    EXPECT_EQ(asked.code, 0) << asked.problems;
    EXPECT_THAT(asked.out,
                HasSubstr(R"("text":"write kindly a poem about Berlin","left_alone":"verification_failed")"));
    EXPECT_THAT(asked.out, HasSubstr(R"("decoder_steps":3})"));
}

}  // namespace
}  // namespace greeninfer::app
