// Whatever read_native_request accepts must be JSON to a second reader and make a chat body that the gateway itself
// would take.
#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "wire/native_chat_body.hpp"
#include "wire/native_request.hpp"
#include "wire/request_view.hpp"

using namespace greeninfer;
using namespace greeninfer::wire;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// Whole numbers beyond 64 bits are JSON, but that reader has no type for them.
bool is_json(std::string_view text) {
    simdjson::dom::parser parser;
    const auto error = parser.parse(text.data(), text.size()).error();
    return error == simdjson::SUCCESS || error == simdjson::NUMBER_ERROR;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string body(reinterpret_cast<const char*>(bytes), size);
    const auto request = read_native_request(PaddedView::of(body));
    if (!request) {
        require(!request.error().detail.empty());
        require((request.error().fault == Fault::field_out_of_range) == !request.error().field.empty());
        return 0;
    }
    require(is_json(body));
    std::string chat;
    append_chat_body(*request, {.model = "m"}, chat);
    const auto view = read_request(RequestKind::chat, PaddedView::of(chat));
    require(view && view->messages.size() == request->context.size() + 1);
    require(view->has_images == !request->images.empty());
    return 0;
}
