#pragma once
// Where an answer goes: implemented per dialect by the api layer, written to by the dispatch stage.
//
// The first call that writes is the commit point: before it every failure can still become another attempt or a real
// HTTP status; after it only an error inside the stream is left. Every call fails with client_gone.
#include <span>
#include <string_view>

#include "base/task.hpp"
#include "net/message.hpp"

namespace greeninfer::pipeline {

struct Exchange;

class ReplySink {
public:
    virtual ~ReplySink() = default;

    virtual bool committed() const = 0;
    // Something has left, be it only the head of a stream whose answer is still held back: no status can be sent now.
    virtual bool begun() const { return committed(); }
    // One JSON body, in pieces, as the answer of `upstream`.
    virtual Task<> whole(Exchange& exchange, const net::ResponseHead& upstream,
                         std::span<const std::string_view> body) = 0;
    // Whole events of an OpenAI stream.
    virtual Task<> events(Exchange& exchange, const net::ResponseHead& upstream, std::string_view events) = 0;
    // A piece of the answer's text, for the native dialect.
    virtual Task<> text(Exchange& exchange, std::string_view text) = 0;
    // The answer is complete: writes the receipt and the end of a stream.
    virtual Task<> done(Exchange& exchange) = 0;
    // Keeps a stream alive through a long silence of the model server; does nothing before the commit point.
    virtual Task<> keep_alive() = 0;
    // Keeps the connection of a stream alive whose answer is held back: its head, with what is known, and a comment.
    virtual Task<> hold_open(Exchange&) { co_return Result<void>(); }
    // A piece of an answer that is not checked yet, and word that the pieces so far do not hold; for the native
    // dialect. Not a commit: another answer may follow.
    virtual Task<> draft(Exchange&, std::string_view) { co_return Result<void>(); }
    virtual Task<> escalation(Exchange&, std::string_view, std::string_view, std::string_view) {
        co_return Result<void>();
    }
};

}  // namespace greeninfer::pipeline
