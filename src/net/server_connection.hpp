#pragma once
// One client connection: reads requests one after the other, lets the handler answer, and watches the client all along.
//
// A read is always posted, also while a request is being answered: so the client's leaving is noticed in every phase,
// and pipelined requests simply wait in the buffer. Kept alive by its own coroutine and by a posted read.
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "net/event.hpp"
#include "net/head_writer.hpp"
#include "net/input_buffer.hpp"
#include "net/message_parser.hpp"
#include "net/server_connections.hpp"
#include "net/transport.hpp"

namespace greeninfer::net {

class ServerConnection final : public ServerExchange,
                               public ReadSink,
                               public std::enable_shared_from_this<ServerConnection> {
public:
    ServerConnection(std::shared_ptr<ServerConnections> siblings, std::unique_ptr<Transport> transport, bool local);
    ~ServerConnection();

    // Serves until the client or the server ends it. Takes its own reference: the coroutine starts later.
    static boost::asio::awaitable<void> run(std::shared_ptr<ServerConnection> self);
    // Answers with a refusal and closes: the server has server.max_connections already.
    static boost::asio::awaitable<void> turn_away(std::shared_ptr<ServerConnection> self);
    void close_if_idle();
    void kill();

    const RequestHead& head() const override { return head_; }
    std::string_view body() const override { return body_; }
    bool local_peer() const override { return local_; }
    Moment received_at() const override { return received_at_; }
    Abort& abort() override { return abort_; }
    Task<> respond(unsigned status, const FieldLines& fields, std::span<const std::string_view> body) override;
    void start_stream(unsigned status, const FieldLines& fields) override;
    Task<> write(std::string_view bytes) override;
    Task<> finish_stream(std::string_view last_bytes = {}) override;

    bool answered() const override { return answered_; }
    void close_after_answer() override { keep_alive_ = false; }

    void on_read(error_code error, std::size_t bytes) override;

private:
    enum class Phase { idle, receiving, answering };
    enum class Received { request, nothing };  // nothing: the client closed an idle connection

    boost::asio::awaitable<bool> handshake();
    boost::asio::awaitable<bool> serve_one();
    Task<Received> receive_head(RequestParser& parser);
    Task<> receive_body(RequestParser& parser);
    enum class Expects { body, go_ahead };
    Result<Expects> prepare_body(const RequestParser& parser);
    Result<bool> parse_more(RequestParser& parser);
    boost::asio::awaitable<bool> more_input();
    Error input_ended(std::string_view what) const;
    Task<> send_chunk(std::string_view bytes, std::string_view stream_end);
    void post_read();
    void forget_last_request();
    Task<> send(std::span<const std::string_view> pieces);
    boost::asio::awaitable<void> answer();
    boost::asio::awaitable<void> refuse(const Error& error);
    boost::asio::awaitable<void> linger();
    AnswerFraming framing() const;

    std::shared_ptr<ServerConnections> siblings_;
    std::shared_ptr<const ServerSettings> settings_;
    std::unique_ptr<Transport> transport_;
    bool local_;

    InputBuffer input_;
    Event arrived_;
    error_code input_error_;
    bool reading_ = false;
    bool timed_out_ = false;
    Phase phase_ = Phase::idle;
    Deadline read_deadline_;
    Deadline write_deadline_;

    RequestHead head_;
    std::string body_;
    MemoryCeiling::Lease body_lease_;
    Moment received_at_{};
    Abort abort_;

    std::string outgoing_head_;
    std::string chunk_size_;
    bool answered_ = false;
    bool stream_open_ = false;
    bool keep_alive_ = true;
    bool first_request_ = true;
};

}  // namespace greeninfer::net
