#pragma once
// Writes answers of POST /chat: one JSON body, or the events decision, draft, escalation, delta and done.
#include "api/answer.hpp"
#include "pipeline/reply_sink.hpp"
#include "wire/native_reply.hpp"

namespace greeninfer::api {

class NativeSink final : public pipeline::ReplySink {
public:
    NativeSink(net::ServerExchange& out, const Envelope& envelope, const Clock& clock)
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
    Task<> draft(pipeline::Exchange& exchange, std::string_view text) override;
    Task<> escalation(pipeline::Exchange& exchange, std::string_view from_tier, std::string_view to_tier,
                      std::string_view reason) override;

private:
    void start_stream(const pipeline::Exchange& exchange, bool is_decided);
    void tell_decision(const pipeline::Exchange& exchange, std::string& events);
    wire::NativeReply reply(const pipeline::Exchange& exchange) const;

    net::ServerExchange& out_;
    const Envelope& envelope_;
    const Clock& clock_;
    bool committed_ = false;
    bool decision_told_ = false;
};

}  // namespace greeninfer::api
