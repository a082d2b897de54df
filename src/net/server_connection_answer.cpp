// How a connection sends: whole answers, streams in chunks, and the wait for a client that reads slowly.
#include <array>

#include "net/server_connection.hpp"

namespace greeninfer::net {

AnswerFraming ServerConnection::framing() const {
    return {.keep_alive = keep_alive_, .version = head_.version};
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
    streaming_ = stream_open_ = true;
}

Task<> ServerConnection::write(std::string_view bytes) {
    if (bytes.empty()) co_return Result<void>();
    answered_ = true;
    chunk_size_.clear();
    std::string_view chunk_end;
    if (head_.version != 10) {
        write_chunk_size(chunk_size_, bytes.size());
        chunk_end = "\r\n";
    }
    const std::array<std::string_view, 4> pieces = {outgoing_head_, chunk_size_, bytes, chunk_end};
    auto sent = co_await send(pieces);
    outgoing_head_.clear();
    co_return sent;
}

Task<> ServerConnection::finish_stream() {
    answered_ = true;
    const std::string_view last_chunk = head_.version != 10 ? "0\r\n\r\n" : "";
    const std::array<std::string_view, 2> pieces = {outgoing_head_, last_chunk};
    auto sent = co_await send(pieces);
    outgoing_head_.clear();
    if (sent) stream_open_ = false;
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
