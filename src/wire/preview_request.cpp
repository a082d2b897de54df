#include "wire/preview_request.hpp"

#include <fmt/format.h>

#include "wire/json_writer.hpp"
#include "wire/preview_text.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::string_view kInstruction =
    "Do not answer yet. Write a preview of the answer as JSON, in the language of the question: \"summary\" holds two "
    "sentences that say what the answer will conclude, \"outline\" holds five different short points that it will "
    "cover.";
constexpr std::string_view kShapeInWords =
    " Reply with nothing but {\"summary\": [\"…\", \"…\"], \"outline\": [\"…\", \"…\", \"…\", \"…\", \"…\"]}.";

// Neither sentence nor point begins with a mark, and neither holds one of markup.
constexpr std::string_view kSentencePattern = R"(^[^"\\\n.!?;:,()*#`<>{}\[\]0-9 -][^"\\\n!?*#`<>{}\[\]]{24,220}[.!?]$)";
constexpr std::string_view kPointPattern = R"(^[^"\\\n.!?;:,()*#`<>{}\[\]0-9 -][^"\\\n.!?;:*#`<>{}\[\]]{10,85}$)";

void write_list(JsonWriter& writer, std::string_view name, std::size_t least, std::size_t most,
                std::string_view pattern) {
    writer.key(name).begin_object().member("type", "array").member("minItems", least).member("maxItems", most);
    writer.key("items").begin_object().member("type", "string").member("pattern", pattern).end_object().end_object();
}

void write_schema(JsonWriter& writer) {
    writer.key("response_format").begin_object().member("type", "json_schema").key("json_schema").begin_object();
    writer.member("name", "preview").member("strict", true).key("schema").begin_object();
    writer.member("type", "object").member("additionalProperties", false).key("required").begin_array();
    writer.value("summary").value("outline").end_array().key("properties").begin_object();
    write_list(writer, "summary", kPreviewSentences, kPreviewSentences, kSentencePattern);
    write_list(writer, "outline", kPreviewPointsMost, kPreviewPointsMost, kPointPattern);
    writer.end_object().end_object().end_object().end_object();
}

std::string text_of(const PreviewQuestion& question, bool says_shape) {
    std::string text;
    if (!question.asked.context.empty()) {
        text += fmt::format("Conversation so far:\n{}\n\nNow:\n", question.asked.context);
    }
    text += fmt::format("{}\n\n{}", question.asked.question, kInstruction);
    if (!question.angle.empty()) text += fmt::format(" Look at it from this side: {}.", question.angle);
    if (!question.excluded.empty()) text += " These points are not wanted again:";
    for (const auto& outline : question.excluded) text += fmt::format(" {};", fmt::join(outline, "; "));
    if (!question.problem.empty()) text += fmt::format(" Your last preview {}; write a better one.", question.problem);
    if (says_shape) text += kShapeInWords;
    return text;
}

void write_content(const PreviewQuestion& question, const std::string& text, JsonWriter& writer) {
    if (question.images.empty()) {
        writer.member("content", std::string_view(text));
        return;
    }
    writer.key("content").begin_array();
    writer.begin_object().member("type", "text").member("text", std::string_view(text)).end_object();
    for (const std::string& url : question.images) {
        writer.begin_object().member("type", "image_url").key("image_url").begin_object();
        writer.member("url", std::string_view(url)).end_object().end_object();
    }
    writer.end_array();
}

// What keeps a model of some hundred million parameters from writing one phrase over and over.
void write_repetition_hold(JsonWriter& writer) {
    constexpr double kMultiplier = 0.8;
    constexpr int kAllowedTokens = 2;
    constexpr double kOncePenalty = 0.5;
    writer.member("presence_penalty", kOncePenalty);
    writer.member("dry_multiplier", kMultiplier).member("dry_allowed_length", kAllowedTokens);
}

}  // namespace

void append_preview_body(const PreviewQuestion& question, std::string_view model, const PreviewManner& manner,
                         std::string& out) {
    const bool has_schema = manner.shape != PreviewShape::words;
    const std::string text = text_of(question, !has_schema);
    JsonWriter writer(out);
    writer.begin_object().member("model", model).key("messages").begin_array().begin_object().member("role", "user");
    write_content(question, text, writer);
    writer.end_object().end_array().member("max_tokens", kPreviewTokensMax);
    if (has_schema) {
        constexpr double kFirst = 0.5;
        constexpr double kLater = 0.9;
        const bool is_first = question.problem.empty() && question.excluded.empty();
        writer.member("temperature", is_first ? kFirst : kLater).member("seed", manner.seed);
        write_schema(writer);
    }
    if (manner.shape == PreviewShape::repetition_held) write_repetition_hold(writer);
    writer.member("stream", false).end_object();
}

}  // namespace greeninfer::wire
