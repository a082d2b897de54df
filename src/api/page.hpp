#pragma once
// How a file of the web page is answered: which of its forms, how long it may be kept, and what the page may not do.
//
// Whatever a model writes is shown on this page, so its policy allows no script, style or address that is not the
// gateway's own.
#include <string_view>

#include "api/page_file.hpp"
#include "net/field_lines.hpp"
#include "net/message.hpp"

namespace greeninfer::api {

struct PageAnswer {
    unsigned status = 200;  // or 304
    net::FieldLines fields;
    std::string_view body;  // of the program's own bytes
};

PageAnswer page_answer(const PageFile& file, const net::RequestHead& head);

// What decides between the page and JSON, for caches.
inline constexpr std::string_view kVaryOfRoot = "accept, accept-encoding";

}  // namespace greeninfer::api
