// Whatever read_request accepts must be JSON to a second, independent reader, also after edits; and what lies behind
// the body must not matter.
#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "wire/body_edits.hpp"
#include "wire/request_view.hpp"

using namespace greeninfer::wire;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// Whole numbers beyond 64 bits are JSON, but that reader has no type for them; numbers have a test of their own.
bool is_json(std::string_view text) {
    simdjson::dom::parser parser;
    const auto error = parser.parse(text.data(), text.size()).error();
    return error == simdjson::SUCCESS || error == simdjson::NUMBER_ERROR;
}

void check_edits(const RequestView& view, std::string_view body) {
    BodyEdits edits(view);
    edits.set_model("other");
    edits.set_streamed();
    std::string edited = edits.apply(body);
    require(edited.size() == edits.edited_size_bytes(body));
    const auto again = read_request(view.kind, PaddedView::of(edited));
    require(again && again->model == "other" && again->stream && again->include_usage);
    require(again->texts.size() == view.texts.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 2) return 0;
    const auto kind = static_cast<RequestKind>(bytes[0] % 3);
    const char filler = static_cast<char>(bytes[1]);
    const std::string body(reinterpret_cast<const char*>(bytes) + 2, size - 2);
    std::string memory = body + std::string(kPaddingBytes, filler);
    const std::string_view text = std::string_view(memory).substr(0, body.size());
    const auto view = read_request(kind, PaddedView(text, memory.size()));
    if (!view) {
        require(!view.error().detail.empty());
        return 0;
    }
    require(is_json(body));
    for (const Span span : view->texts) require(span.offset + span.size_bytes <= body.size());
    check_edits(*view, text);
    return 0;
}
