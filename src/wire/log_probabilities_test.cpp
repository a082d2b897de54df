#include "wire/log_probabilities.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace greeninfer::wire {
namespace {

struct Row {
    std::string_view name;
    std::string_view before;
    std::string_view after;
};

TEST(LogProbabilities, AreTakenOutOfEveryChoice) {
    const std::vector<Row> rows = {
        {"none", R"({"choices":[{"index":0}]})", R"({"choices":[{"index":0}]})"},
        {"null", R"({"choices":[{"logprobs":null}]})", R"({"choices":[{"logprobs":null}]})"},
        {"one", R"({"choices":[{"logprobs":{"content":[{"token":"}","logprob":-1}]},"index":0}],"model":"m"})",
         R"({"choices":[{"logprobs":null,"index":0}],"model":"m"})"},
        {"two choices", R"({"choices":[{"logprobs": {"content":[]} },{"logprobs":[]}]})",
         R"({"choices":[{"logprobs": null },{"logprobs":null}]})"},
        {"elsewhere", R"({"logprobs":1,"choices":null})", R"({"logprobs":1,"choices":null})"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(without_log_probabilities(row.before).value_or("failed"), row.after);
    }
    EXPECT_EQ(without_log_probabilities("{").error().fault, Fault::upstream_failed);
}

TEST(LogProbabilities, AreTakenOutOfEveryEvent) {
    const std::string events =
        ": ping\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[]}}]}\r\n\r\n"
        "data:{\"choices\":[],\"usage\":{}}\n\ndata: [DONE]";
    EXPECT_EQ(events_without_log_probabilities(events).value_or("failed"),
              "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"logprobs\":null}]}\n\n"
              "data: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n");
    EXPECT_FALSE(events_without_log_probabilities("data: x\n\n").has_value());
}

TEST(LogProbabilities, SoundNumbersAreTold) {
    for (const double sound : {0.0, -0.0, 1e-6, -1.0, -700.0}) EXPECT_TRUE(is_log_probability(sound)) << sound;
    for (const double unsound : {0.5, -9999.0, -1e9, std::nan(""), -std::numeric_limits<double>::infinity()}) {
        EXPECT_FALSE(is_log_probability(unsound)) << unsound;
    }
}

}  // namespace
}  // namespace greeninfer::wire
