#include "wire/answer_view.hpp"

#include <simdjson.h>

#include <algorithm>
#include <limits>

namespace greeninfer::wire {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string_view text_of(element parent, std::string_view name) {
    std::string_view text;
    return parent[name].get(text) ? std::string_view() : text;
}

void read_call(element function, AnswerView& view) {
    ++view.tool_calls;
    std::string_view arguments;
    // Arguments as an object are taken by some clients, and sound by themselves.
    if (function["arguments"].get(arguments)) return;
    view.has_broken_arguments = view.has_broken_arguments || (!arguments.empty() && !is_whole_json(arguments));
}

void read_message(element message, AnswerView& view) {
    view.text = text_of(message, "content");
    view.has_refusal = !text_of(message, "refusal").empty();
    array calls;
    if (!message["tool_calls"].get(calls)) {
        for (const element call : calls) {
            element function;
            if (!call["function"].get(function)) read_call(function, view);
        }
    }
    element legacy;
    if (!message["function_call"].get(legacy) && legacy.is_object()) read_call(legacy, view);
}

std::optional<LogProbabilitySummary> summary_of(array tokens) {
    LogProbabilitySummary summary{.mean = 0, .least = 0, .tokens = 0};
    for (const element token : tokens) {
        double value = std::numeric_limits<double>::quiet_NaN();
        if (token["logprob"].get(value) || !is_log_probability(value)) return std::nullopt;
        summary.mean += value;
        summary.least = std::min(summary.least, value);
        ++summary.tokens;
    }
    if (summary.tokens == 0) return std::nullopt;
    summary.mean = std::min(summary.mean / static_cast<double>(summary.tokens), 0.0);
    return summary;
}

void read_log_probabilities(element choice, AnswerView& view) {
    object member;
    if (choice["logprobs"].get(member)) return;
    view.has_log_probabilities_member = true;
    array tokens;
    if (!member["content"].get(tokens)) view.log_probabilities = summary_of(tokens);
}

}  // namespace

bool is_whole_json(std::string_view text) {
    // Its own parser: arguments are read in the middle of reading the reply that holds them.
    simdjson::dom::parser parser;
    return parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS;
}

Result<AnswerView> read_answer_view(std::string_view reply) {
    simdjson::dom::parser parser;
    element document;
    element choice;
    if (parser.parse(reply.data(), reply.size()).get(document) || document["choices"].at(0).get(choice)) {
        return fail(Fault::upstream_failed, "The model server sent an answer that is not understood.");
    }
    AnswerView view;
    view.finish_reason = text_of(choice, "finish_reason");
    element message;
    if (!choice["message"].get(message)) {
        read_message(message, view);
    } else {
        view.text = text_of(choice, "text");
    }
    read_log_probabilities(choice, view);
    return view;
}

}  // namespace greeninfer::wire
