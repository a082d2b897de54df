#include "net/head_writer.hpp"

#include <gtest/gtest.h>

namespace greeninfer::net {
namespace {

TEST(HeadWriter, WritesTheFramingThatWasDecided) {
    const struct {
        const char* name;
        unsigned status;
        AnswerFraming framing;
        const char* expected;
    } rows[] = {
        {"known length", 200, {.content_length = 5}, "HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 5\r\n\r\n"},
        {"empty", 404, {.content_length = 0}, "HTTP/1.1 404 Not Found\r\na: b\r\ncontent-length: 0\r\n\r\n"},
        {"chunked", 200, {.chunked = true}, "HTTP/1.1 200 OK\r\na: b\r\ntransfer-encoding: chunked\r\n\r\n"},
        {"no body", 204, {}, "HTTP/1.1 204 No Content\r\na: b\r\n\r\n"},
        {"last on the connection",
         200,
         {.content_length = 1, .keep_alive = false},
         "HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 1\r\nconnection: close\r\n\r\n"},
        {"HTTP/1.0 that stays",
         200,
         {.content_length = 1, .version = 10},
         "HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 1\r\nconnection: keep-alive\r\n\r\n"},
        {"a status without a name", 529, {.content_length = 0}, "HTTP/1.1 529 \r\na: b\r\ncontent-length: 0\r\n\r\n"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        std::string out = "before ";
        write_head(out, row.status, "a: b\r\n", row.framing);
        EXPECT_EQ(out, std::string("before ") + row.expected);
    }
}

TEST(HeadWriter, WritesChunkSizesInHex) {
    std::string out;
    write_chunk_size(out, 255);
    write_chunk_size(out, 1);
    EXPECT_EQ(out, "ff\r\n1\r\n");
}

}  // namespace
}  // namespace greeninfer::net
