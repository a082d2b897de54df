#include "net/head_writer.hpp"

#include <fmt/format.h>

#include <boost/beast/http/status.hpp>
#include <iterator>

namespace greeninfer::net {

void write_head(std::string& out, unsigned status, std::string_view field_lines, const AnswerFraming& framing) {
    const auto known = boost::beast::http::int_to_status(status);
    const bool named = known != boost::beast::http::status::unknown;
    const auto reason = named ? boost::beast::http::obsolete_reason(known) : boost::beast::string_view();
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", status,
                   std::string_view(reason.data(), reason.size()));
    out.append(field_lines);
    if (framing.content_length) {
        fmt::format_to(std::back_inserter(out), "content-length: {}\r\n", *framing.content_length);
    } else if (framing.chunked) {
        out.append("transfer-encoding: chunked\r\n");
    }
    if (!framing.keep_alive) {
        out.append("connection: close\r\n");
    } else if (framing.version == 10) {
        out.append("connection: keep-alive\r\n");
    }
    out.append("\r\n");
}

void write_chunk_size(std::string& out, std::size_t bytes) {
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", bytes);
}

}  // namespace greeninfer::net
