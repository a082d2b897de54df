#include "wire/preview_reply.hpp"

#include <simdjson.h>

#include <string>

namespace greeninfer::wire {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;

constexpr std::size_t kAnswerBytesMax = std::size_t{64} * 1024;
constexpr std::size_t kEntriesMax = 16;

bool read_texts(element list, std::vector<std::string>& texts) {
    array entries;
    if (list.get(entries) || entries.size() > kEntriesMax) return false;
    for (const element entry : entries) {
        std::string_view text;
        if (entry.get(text)) return false;
        texts.emplace_back(text);
    }
    return true;
}

// Models that were not held to the list write one string.
void split_sentences(std::string_view text, std::vector<std::string>& sentences) {
    while (!text.empty()) {
        const std::size_t end = text.find_first_of(".!?");
        const std::size_t next = end == std::string_view::npos ? end : text.find(' ', end);
        sentences.emplace_back(text.substr(0, next));
        if (next == std::string_view::npos) return;
        text.remove_prefix(next + 1);
    }
}

std::string_view object_in(std::string_view answer) {
    const std::size_t begin = answer.find('{');
    const std::size_t end = answer.rfind('}');
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
    return answer.substr(begin, end + 1 - begin);
}

// What a limit of tokens cut off, closed behind the last text of a list that was whole; empty where nothing was cut
// off. The one list behind which the object can end is the outline.
std::string closed(std::string_view answer) {
    const std::size_t begin = answer.find('{');
    std::string open;  // the brackets that are to be closed
    std::size_t whole = 0;
    bool in_text = false;
    for (std::size_t at = begin; at < answer.size(); ++at) {
        const char c = answer[at];
        if (in_text && c == '\\') {
            ++at;
        } else if (c == '"') {
            in_text = !in_text;
            if (!in_text && open == "{[") whole = at + 1;
        } else if (!in_text && (c == '{' || c == '[')) {
            open += c;
        } else if (!in_text && (c == '}' || c == ']')) {
            open.pop_back();
            if (open.empty()) return {};
        }
    }
    if (whole == 0) return {};
    return std::string(answer.substr(begin, whole - begin)) + "]}";
}

std::optional<RawPreview> read_object(std::string_view json) {
    if (json.empty()) return std::nullopt;
    simdjson::dom::parser parser;
    element document;
    if (parser.parse(json.data(), json.size()).get(document)) return std::nullopt;
    RawPreview raw;
    std::string_view summary;
    element entry;
    if (document["summary"].get(entry)) return std::nullopt;
    if (!entry.get(summary)) {
        split_sentences(summary, raw.summary);
    } else if (!read_texts(entry, raw.summary)) {
        return std::nullopt;
    }
    if (document["outline"].get(entry) || !read_texts(entry, raw.outline)) return std::nullopt;
    return raw;
}

}  // namespace

std::optional<RawPreview> read_preview(std::string_view answer) {
    if (answer.size() > kAnswerBytesMax) return std::nullopt;
    if (auto raw = read_object(object_in(answer))) return raw;
    return read_object(closed(answer));
}

}  // namespace greeninfer::wire
