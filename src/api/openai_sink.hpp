#pragma once
// Writes answers in OpenAI's dialect: whole bodies, and event streams whose head leaves with the first content.
#include "api/answer.hpp"
#include "pipeline/reply_sink.hpp"

namespace greeninfer::api {

class OpenAiSink final : public pipeline::ReplySink {
public:
    OpenAiSink(net::ServerExchange& out, const Envelope& envelope, const Clock& clock)
        : out_(out), envelope_(envelope), clock_(clock) {}

    bool committed() const override { return committed_; }
    bool begun() const override { return out_.answered(); }
    Task<> whole(pipeline::Exchange& exchange, const net::ResponseHead& upstream,
                 std::span<const std::string_view> body) override;
    Task<> events(pipeline::Exchange& exchange, const net::ResponseHead& upstream, std::string_view events) override;
    Task<> text(pipeline::Exchange& exchange, std::string_view text) override;
    Task<> done(pipeline::Exchange& exchange) override;
    Task<> keep_alive() override;
    Task<> hold_open(pipeline::Exchange& exchange) override;

private:
    net::ServerExchange& out_;
    const Envelope& envelope_;
    const Clock& clock_;
    bool committed_ = false;
};

// Ends a stream that broke after its first content: an error event, no [DONE], and the connection closes.
Task<> break_stream(net::ServerExchange& out, const pipeline::Exchange& exchange, const Error& error);

}  // namespace greeninfer::api
