#pragma once
// One answer on its way through the relay: a script goes in, and what the client sees comes out.
#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/relay.hpp"
#include "pipeline/upstream_call_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {

inline constexpr std::string_view kEventStream = "text/event-stream; charset=utf-8";
inline constexpr std::string_view kDone = "data: [DONE]\n\n";

// One event of a chat stream. `more` are further members of the event, with a comma in front.
inline std::string role_event() {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
}
inline std::string text_event(const std::string& text, const std::string& more = "") {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]" + more + "}\n\n";
}
inline std::string finish_event(const std::string& more = "") {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]" + more + "}\n\n";
}

class RelayTest : public ::testing::Test {
protected:
    using Pieces = std::deque<ScriptedCall::Piece>;

    // A request for one model; its body says whether it streams and wants usage.
    Exchange& request(std::string body, wire::RequestKind kind = wire::RequestKind::chat) {
        generation_ = make_generation({.models = {model_for_test("m")}}, it_.names);
        one_ = std::make_unique<ExchangeForTest>(generation_, std::move(body));
        return one_->read(kind).at(0).exchange;
    }
    Exchange& streamed() {
        return request(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})");
    }
    Exchange& streamed_with_usage() {
        return request(
            R"({"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]})");
    }
    Exchange& native(bool stream) {
        Exchange& exchange = request(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})");
        exchange.dialect = wire::Dialect::native;
        exchange.native = wire::NativeRequest{.prompt = "hi", .stream = stream};
        return exchange;
    }

    template <class Act>
    Result<void> relay(std::string_view content_type, Pieces pieces, Act act) {
        call_ = std::make_unique<ScriptedCall>(content_type, std::move(pieces));
        Relay relay(it_.worker, one_->exchange, *call_);
        return it_.run(act(relay));
    }
    Result<void> relay_stream(Pieces pieces, std::string_view type = kEventStream) {
        return relay(type, std::move(pieces), [](Relay& relay) { return relay.stream(); });
    }
    Result<void> relay_whole(Pieces pieces) {
        return relay("application/json", std::move(pieces), [](Relay& relay) { return relay.whole(); });
    }
    Result<void> assemble(Delivery delivery, Pieces pieces, std::string_view type = kEventStream) {
        return relay(type, std::move(pieces), [delivery](Relay& relay) { return relay.assemble(delivery); });
    }
    const std::string& written() { return one_->sink.written; }
    // As reported; all unknown when nothing was.
    wire::Usage usage() const { return one_->exchange.outcome.usage.value_or(wire::Usage{}); }
    const Outcome& outcome() { return one_->exchange.outcome; }

    WorkerForTest it_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
    std::unique_ptr<ScriptedCall> call_;
};

inline Error broke_off() {
    return {Fault::upstream_unreachable, "the connection broke"};
}

}  // namespace greeninfer::pipeline
