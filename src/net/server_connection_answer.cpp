// How a connection sends: whole answers, streams in chunks, and the wait for a client that reads slowly.
#include <array>

#include "net/server_connection.hpp"

namespace greeninfer::net {

AnswerFraming ServerConnection::framing() const {
    return {.keep_alive = keep_alive_ && !siblings_->draining, .version = head_.version};
}

Task<> ServerConnection::respond(unsigned status, const FieldLines& fields, std::span<const std::string_view> body) {
    if (body.size() + 1 > Transport::kPieces) co_return fail(Fault::internal, "an answer of too many pieces");
    AnswerFraming how = framing();
    const bool bodiless = status == 204 || status == 304;
    if (!bodiless) how.content_length = total_size(body);
    outgoing_head_.clear();
    write_head(outgoing_head_, status, fields.text(), how);
    answered_ = true;
    PieceStorage pieces;
    std::size_t count = 0;
    pieces[count++] = outgoing_head_;
    if (!bodiless && head_.method != "HEAD") {
        for (const std::string_view piece : body) pieces[count++] = piece;
    }
    co_return co_await send({pieces.data(), count});
}

void ServerConnection::start_stream(unsigned status, const FieldLines& fields) {
    AnswerFraming how = framing();
    how.chunked = head_.version != 10;
    if (!how.chunked) how.keep_alive = keep_alive_ = false;  // The end of the connection ends the stream.
    outgoing_head_.clear();
    write_head(outgoing_head_, status, fields.text(), how);
    stream_open_ = true;
}

Task<> ServerConnection::write(std::string_view bytes) {
    if (bytes.empty() || head_.method == "HEAD") co_return Result<void>();
    co_return co_await send_chunk(bytes, {});
}

Task<> ServerConnection::finish_stream(std::string_view last_bytes) {
    const bool only_head = head_.method == "HEAD";
    auto sent = only_head ? co_await send_chunk({}, {}) : co_await send_chunk(last_bytes, "0\r\n\r\n");
    if (sent) stream_open_ = false;
    co_return sent;
}

// One system call for whatever there is: the head if it has not left yet, a chunk, and the end of the stream.
Task<> ServerConnection::send_chunk(std::string_view bytes, std::string_view stream_end) {
    answered_ = true;
    const bool chunked = head_.version != 10;
    chunk_size_.clear();
    if (chunked && !bytes.empty()) write_chunk_size(chunk_size_, bytes.size());
    const std::array<std::string_view, 5> pieces = {outgoing_head_, chunk_size_, bytes,
                                                    chunk_size_.empty() ? std::string_view() : "\r\n",
                                                    chunked ? stream_end : std::string_view()};
    auto sent = co_await send(pieces);
    outgoing_head_.clear();
    co_return sent;
}

Task<> ServerConnection::send(std::span<const std::string_view> pieces) {
    if (abort_.requested()) co_return fail(Fault::client_gone, "the client closed the connection");
    const std::size_t total = total_size(pieces);
    error_code error;
    std::size_t sent = transport_->try_write(pieces, error);
    PieceStorage storage;
    while (!error && sent < total) {
        write_deadline_.arm(settings_->write_timeout);
        sent += co_await transport_->write_some(drop_front(pieces, sent, storage), error);
    }
    write_deadline_.disarm();
    if (!error) co_return Result<void>();
    abort_.request();
    co_return fail(Fault::client_gone, "the client stopped reading or closed the connection");
}

}  // namespace greeninfer::net
