#pragma once
// Writes answers of POST /chat: one JSON body, or the events decision, delta and done.
#include "api/answer.hpp"
#include "pipeline/reply_sink.hpp"
#include "wire/native_reply.hpp"

namespace greeninfer::api {

class NativeSink final : public pipeline::ReplySink {
public:
    NativeSink(net::ServerExchange& out, const Envelope& envelope, const Clock& clock)
        : out_(out), envelope_(envelope), clock_(clock) {}

    bool committed() const override { return out_.answered(); }
    Task<> whole(pipeline::Exchange& exchange, const net::ResponseHead& upstream,
                 std::span<const std::string_view> body) override;
    Task<> events(pipeline::Exchange& exchange, const net::ResponseHead& upstream, std::string_view events) override;
    Task<> text(pipeline::Exchange& exchange, std::string_view text) override;
    Task<> done(pipeline::Exchange& exchange) override;
    Task<> keep_alive() override;

private:
    void begin_stream(const pipeline::Exchange& exchange, std::string& events);
    wire::NativeReply reply(const pipeline::Exchange& exchange) const;

    net::ServerExchange& out_;
    const Envelope& envelope_;
    const Clock& clock_;
};

}  // namespace greeninfer::api
