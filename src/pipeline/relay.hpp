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

    Task<> stream();
    Task<> whole();
    Task<> assemble(Delivery delivery);

private:
    bool is_event_stream() const;
    Task<std::string_view> next_bytes();
    Task<std::string_view> bytes_before_content();
    Task<std::string> read_all();
    Task<> pass_on(std::string_view events);
    Task<> end_stream(const wire::StreamFilter& filter);
    Task<> feed(wire::StreamAssembler& assembler, std::string& new_text);
    Task<> deliver_assembled(const wire::StreamAssembler& assembler, Delivery delivery);
    Task<> drain();
    void note_first_token();

    Worker& worker_;
    Exchange& exchange_;
    net::UpstreamCall& call_;
};

}  // namespace greeninfer::pipeline
