#include "wire/native_chat_body.hpp"

#include "wire/json_writer.hpp"

namespace greeninfer::wire {
namespace {

void write_content(const NativeRequest& request, JsonWriter& writer) {
    if (request.images.empty()) {
        writer.member("content", std::string_view(request.prompt));
        return;
    }
    writer.key("content").begin_array();
    writer.begin_object().member("type", "text").member("text", std::string_view(request.prompt)).end_object();
    for (const std::string& url : request.images) {
        writer.begin_object().member("type", "image_url").key("image_url").begin_object();
        writer.member("url", std::string_view(url)).end_object().end_object();
    }
    writer.end_array();
}

void write_messages(const NativeRequest& request, JsonWriter& writer) {
    writer.key("messages").begin_array();
    for (const Turn& turn : request.context) {
        writer.begin_object().member("role", to_string(turn.role));
        writer.member("content", std::string_view(turn.content)).end_object();
    }
    writer.begin_object().member("role", "user");
    write_content(request, writer);
    writer.end_object().end_array();
}

}  // namespace

void append_chat_body(const NativeRequest& request, const ChatBodyOptions& options, std::string& out) {
    JsonWriter writer(out);
    writer.begin_object().member("model", options.model);
    write_messages(request, writer);
    writer.member("max_tokens", request.max_tokens ? request.max_tokens : options.max_tokens);
    writer.member("stream", options.stream);
    if (options.stream) writer.key("stream_options").begin_object().member("include_usage", true).end_object();
    writer.end_object();
}

}  // namespace greeninfer::wire
