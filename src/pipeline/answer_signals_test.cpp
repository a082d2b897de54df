#include "pipeline/answer_signals.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::pipeline {
namespace {

using enum AnswerFault;

wire::AnswerView said(std::string text, std::string finish_reason = "stop") {
    return {.text = std::move(text), .finish_reason = std::move(finish_reason)};
}

wire::AnswerView called(bool has_broken_arguments) {
    wire::AnswerView answer = said("", "tool_calls");
    answer.tool_calls = 1;
    answer.has_broken_arguments = has_broken_arguments;
    return answer;
}

struct Row {
    std::string_view name;
    wire::AnswerView answer;
    AnswerDemands demands;
    std::optional<std::uint64_t> completion_tokens;
    std::optional<AnswerFault> fault;
};

TEST(AnswerSignals, FindWhatIsWrongByItself) {
    const AnswerDemands plain;
    const AnswerDemands json{.json = true};
    const AnswerDemands tools{.has_tools = true};
    const AnswerDemands must_call{.tool_call = true, .has_tools = true};
    wire::AnswerView marked = said("");
    marked.has_refusal = true;
    const std::string long_text(5000, 'x');
    // clang-format off
    const std::vector<Row> rows = {
        {"an answer", said("Paris."), plain, 2, {}},
        {"nothing", said(""), plain, 0, empty},
        {"white space", said(" \n\t"), plain, 3, empty},
        {"cut off by the server", said("and then", "length"), plain, 100, cut_off},
        {"cut off below the client's limit", said("and then", "length"), {.max_tokens = 500}, 100, cut_off},
        {"ended by the client's limit", said("and then", "length"), {.max_tokens = 100}, 100, {}},
        {"a limit of the client and no count", said("and then", "length"), {.max_tokens = 100}, {}, {}},
        {"JSON ended by the client's limit", said("{\"a\":", "length"), {.json = true, .max_tokens = 100}, 100, {}},
        {"a refusal marked as one", marked, plain, 5, refusal},
        {"a refusal", said("I'm sorry, but I can't assist with that request."), plain, 9, refusal},
        {"a refusal with a curly apostrophe", said("I’m sorry, I can’t help with this."), plain, 9, refusal},
        {"German", said("Es tut mir leid, aber ich kann diese Anfrage nicht erfüllen."), plain, 9, refusal},
        {"French", said("Je suis désolé, mais je ne peux pas vous aider."), plain, 9, refusal},
        {"Spanish", said("Lo siento, pero no puedo hacer eso."), plain, 9, refusal},
        {"Russian", said("К сожалению, я не могу помочь с этим."), plain, 9, refusal},
        {"Chinese", said("抱歉，我无法回答这个问题。"), plain, 9, refusal},
        {"Japanese", said("申し訳ありませんが、お答えできません。"), plain, 9, refusal},
        {"the words quoted in a long answer", said("I cannot help " + long_text), plain, 900, {}},
        {"the words further in", said(std::string(200, 'x') + " I cannot help but smile."), plain, 60, {}},
        {"sound JSON", said("{\"a\":[1,2]}"), json, 5, {}},
        {"prose in place of JSON", said("Here it is: {}"), json, 5, broken_json},
        {"half of JSON", said("{\"a\":"), json, 5, broken_json},
        {"JSON that nobody asked for", said("{\"a\":"), plain, 5, {}},
        {"a call", called(false), must_call, 5, {}},
        {"a call with broken arguments", called(true), tools, 5, missing_tool_call},
        {"a call that did not come", said("It is sunny."), must_call, 5, missing_tool_call},
        {"no call where none must be", said("It is sunny."), tools, 5, {}},
        {"a call as text", said("```{\"name\":\"f\",\"arguments\":{}}```"), tools, 5, missing_tool_call},
        {"a call as marked text", said("<tool_call>{}</tool_call>"), tools, 5, missing_tool_call},
        {"a choice", said("(B)"), {.question = "Which?\nA) x1\nB) x2"}, 5, {}},
        {"no choice", said("Both are fine."), {.question = "Which?\nA) x1\nB) x2"}, 5, no_option},
        {"a call while JSON is asked for", called(false), {.json = true, .has_tools = true}, 5, {}},
    };
    // clang-format on
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        std::optional<wire::Usage> usage;
        if (row.completion_tokens) usage = wire::Usage{.completion_tokens = row.completion_tokens};
        EXPECT_EQ(fault_of(row.answer, row.demands, usage), row.fault);
    }
}

TEST(AnswerSignals, HedgesAreSeenInSeveralLanguages) {
    for (const std::string_view text : {"I'm not sure, but 4.", "It is HARD TO SAY.", "Ich bin mir nicht sicher.",
                                        "No estoy seguro.", "我不确定。"}) {
        EXPECT_TRUE(hedges(text)) << text;
    }
    for (const std::string_view text : {"", "It is 4.", "Sure."}) EXPECT_FALSE(hedges(text)) << text;
}

TEST(AnswerSignals, TakeAnyBytes) {
    rc::check([](std::string text) { RC_ASSERT(fault_of(said(text), {}, {}) != broken_json); });
}

}  // namespace
}  // namespace greeninfer::pipeline
