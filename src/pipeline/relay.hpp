#pragma once
// Brings an answer from a model server to the client: as a stream, as one body, or as one body made from a stream.
//
// Reads only when the client has taken what was read before, so that a slow client slows the model server and costs
// no memory. Belongs to one attempt.
#include "net/upstream_client.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/worker.hpp"
#include "wire/stream_assembler.hpp"
#include "wire/stream_filter.hpp"

namespace greeninfer::pipeline {

class Relay {
public:
    Relay(Worker& worker, Exchange& exchange, net::UpstreamCall& call)
        : worker_(worker), exchange_(exchange), call_(call) {}

    // To the sink of the exchange.
    Task<> deliver(Delivery delivery);
    Task<> stream();
    Task<> whole();
    Task<> assemble(Delivery delivery);
    // To the end of the answer, none of which reaches the client. Fails where delivering it would.
    Task<> hold(HeldAnswer& held);

private:
    static bool goes_on(wire::StreamState state);
    static Error error_of(const std::optional<wire::UpstreamError>& error);
    Task<> hold_body(HeldAnswer& held);
    Task<> hold_stream(HeldAnswer& held);
    Task<> show_draft(HeldAnswer& held, std::string text);
    Task<std::string_view> next_held_bytes();
    Moment content_due() const;
    Moment comment_due() const;
    Task<> keep_waiting_client();

    bool is_event_stream() const;
    Task<std::string_view> next_bytes();
    Task<std::string_view> bytes_before_content();
    Task<std::string> read_all();
    Task<> pass_on(std::string_view events);
    Task<> end_stream(const wire::StreamFilter& filter);
    Task<> feed(wire::StreamAssembler& assembler, std::string& new_text);
    Task<> deliver_assembled(const wire::StreamAssembler& assembler, Delivery delivery);
    Task<> drain();
    void note_usage(const std::optional<wire::Usage>& usage);
    void note_first_token();

    Worker& worker_;
    Exchange& exchange_;
    net::UpstreamCall& call_;
};

}  // namespace greeninfer::pipeline
