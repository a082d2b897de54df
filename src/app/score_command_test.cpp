#include "app/score_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "config/temporary_file_for_test.hpp"

namespace greeninfer::app {
namespace {

using ::testing::HasSubstr;

struct Scored {
    int code;
    std::string out, problems;
};

Scored score(const std::string& lines, const std::string& weights = {}) {
    std::istringstream in(lines);
    std::ostringstream out;
    std::ostringstream problems;
    const int code = score_lines(in, out, problems, weights);
    return {code, out.str(), problems.str()};
}

TEST(ScoreCommand, AnswersLineByLine) {
    const auto [code, out, problems] =
        score("{\"id\":1,\"prompt\":\"hi\"}\n\n{\"id\":\"b\",\"prompt\":\"Prove it.\"}\n");
    EXPECT_EQ(code, 0);
    EXPECT_EQ(problems, "");
    EXPECT_THAT(out, testing::StartsWith(R"({"id":1,"score":)"));
    EXPECT_THAT(out, HasSubstr("\n{\"id\":\"b\",\"score\":"));
    EXPECT_THAT(out, HasSubstr(R"("p_right":{"small":)"));
}

TEST(ScoreCommand, NamesTheLineThatIsWrong) {
    const auto [code, out, problems] = score("{\"prompt\":\"hi\"}\n{\"prompt\":3}\n");
    EXPECT_EQ(code, 2);
    EXPECT_THAT(problems, HasSubstr("line 2"));
    EXPECT_THAT(problems, HasSubstr("prompt"));
}

TEST(ScoreCommand, WeightsThatCannotBeReadAreAnError) {
    const auto missing = score("", "no/such/weights.bin");
    EXPECT_EQ(missing.code, 1);
    EXPECT_THAT(missing.problems, HasSubstr("no/such/weights.bin"));
    const config::TemporaryFile file("weights.bin", "not weights");
    EXPECT_EQ(score("", file.path()).code, 1);
}

}  // namespace
}  // namespace greeninfer::app
