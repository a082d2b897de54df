#include "pipeline/answer_signals.hpp"

#include "pipeline/answer_phrases.hpp"
#include "pipeline/lettered_options.hpp"

namespace greeninfer::pipeline {

namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Ended by a limit that is not the client's own: the model's window, or a server's default.
bool is_cut_off(const wire::AnswerView& answer, const AnswerDemands& demands, const std::optional<wire::Usage>& usage) {
    if (answer.finish_reason != "length") return false;
    if (!demands.max_tokens) return true;
    return usage && usage->completion_tokens && *usage->completion_tokens < *demands.max_tokens;
}

// Small models write the call into their text when they mean to make it.
bool is_call_in_text(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n`");
    if (begin == std::string_view::npos) return false;
    text.remove_prefix(begin);
    if (text.starts_with("<tool_call>") || text.starts_with("<function")) return true;
    return text.starts_with('{') && text.contains("\"name\"") &&
           (text.contains("\"arguments\"") || text.contains("\"parameters\""));
}

bool misses_tool_call(const wire::AnswerView& answer, const AnswerDemands& demands) {
    if (!demands.has_tools) return false;
    if (answer.tool_calls > 0) return answer.has_broken_arguments;
    return demands.tool_call || is_call_in_text(answer.text);
}

}  // namespace

AnswerDemands demands_of(const wire::RequestView& request) {
    return {.json = request.has_response_format,
            .tool_call = request.requires_tool,
            .has_tools = request.has_tools,
            .max_tokens = request.max_tokens};
}

std::optional<AnswerFault> fault_of(const wire::AnswerView& answer, const AnswerDemands& demands,
                                    const std::optional<wire::Usage>& usage) {
    if (is_blank(answer.text) && answer.tool_calls == 0 && !answer.has_refusal) return AnswerFault::empty;
    if (is_cut_off(answer, demands, usage)) return AnswerFault::cut_off;
    if (answer.has_refusal || begins_with_refusal(answer.text)) return AnswerFault::refusal;
    const bool ended_by_client = answer.finish_reason == "length";
    if (demands.json && answer.tool_calls == 0 && !ended_by_client && !wire::is_whole_json(answer.text)) {
        return AnswerFault::broken_json;
    }
    if (misses_tool_call(answer, demands)) return AnswerFault::missing_tool_call;
    const bool is_prose = answer.tool_calls == 0 && !demands.json;
    if (is_prose && names_no_option(demands.question, answer.text)) return AnswerFault::no_option;
    return std::nullopt;
}

bool hedges(std::string_view text) {
    return has_hedge(text);
}

}  // namespace greeninfer::pipeline
