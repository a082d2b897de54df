#include "energy/exposition_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace greeninfer::energy {
namespace {

TEST(ExpositionText, ReadsSamples) {
    struct Row {
        const char* name;
        std::string_view line;
        std::string_view family;
        double value;
    };
    const Row rows[] = {
        {"plain", "up 1", "up", 1},
        {"labels", R"(joules{gpu="0",host="n1"} 918273645)", "joules", 918273645},
        {"colon in the name", "vllm:num_requests_running 7.0", "vllm:num_requests_running", 7},
        {"time stamp", "joules 5 1700000000000", "joules", 5},
        {"exponent and sign", "joules +1.5e3", "joules", 1500},
        {"below zero", "degrees -3", "degrees", -3},
        {"blanks", "  joules \t{ a = \"b\" , }  2\r", "joules", 2},
        {"empty labels", "joules{} 2", "joules", 2},
        {"brace in a value", R"(joules{path="a}b"} 3)", "joules", 3},
        {"quote in a value", R"(joules{path="a\"} 9 b"} 3)", "joules", 3},
        {"infinity", "joules +Inf", "joules", INFINITY},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto sample = read_sample(row.line);
        ASSERT_TRUE(sample);
        EXPECT_EQ(sample->name, row.family);
        EXPECT_EQ(sample->value, row.value);
    }
    EXPECT_TRUE(std::isnan(read_sample("joules NaN")->value));
}

TEST(ExpositionText, PassesOverWhatIsNoSample) {
    for (const std::string_view line :
         {"", "   ", "# HELP joules Energy.", "joules", "joules{", R"(joules{a="b} 1)", "joules{a=b} 1", "joules{a} 1",
          "joules one", "joules 1x", R"({a="b"} 1)", "joules 0x10", R"(joules{a="b")"}) {
        SCOPED_TRACE(line);
        EXPECT_FALSE(read_sample(line));
    }
}

TEST(ExpositionText, UndoesTheEscapesOfLabels) {
    const auto sample = read_sample(R"(x{first="1",path="C:\\a \"b\"\n",last=""} 1)");
    EXPECT_EQ(sample->label("path"), "C:\\a \"b\"\n");
    EXPECT_EQ(sample->label("first"), "1");
    EXPECT_EQ(sample->label("last"), "");
    EXPECT_FALSE(sample->label("pat"));
}

TEST(ExpositionText, VisitsOneFamilyOfAPage) {
    const std::string_view page =
        "# TYPE joules counter\njoules{gpu=\"0\"} 1\njoules_created{gpu=\"0\"} 9\nother 5\njoules{gpu=\"1\"} 2";
    std::vector<double> values;
    for_each_sample(page, "joules", [&](const ExpositionSample& sample) { values.push_back(sample.value); });
    EXPECT_EQ(values, (std::vector<double>{1, 2}));
}

TEST(ExpositionText, VisitsFamiliesThatBeginAlike) {
    const std::string_view page = "# a:joules 9\n a:joules 1\nb:joules 5\na:grams{x=\"b:\"} 2\nc_grams 3\nd:a:joules 4";
    constexpr std::array<std::string_view, 2> kBeginnings = {"a:", "c_"};
    std::vector<double> values;
    for_each_sample(page, kBeginnings, [&](const ExpositionSample& sample) { values.push_back(sample.value); });
    EXPECT_EQ(values, (std::vector<double>{1, 2, 3}));
}

}  // namespace
}  // namespace greeninfer::energy
