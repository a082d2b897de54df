#pragma once
// An answer of a model server without a server: each read gives the next piece of a script.
#include <deque>
#include <string>
#include <variant>

#include "net/upstream_client.hpp"

namespace greeninfer::pipeline {

struct Silence {};  // longer than anybody's patience

class ScriptedCall final : public net::UpstreamCall {
public:
    using Piece = std::variant<std::string, Silence, Error>;

    ScriptedCall(std::string_view content_type, std::deque<Piece> pieces) : pieces_(std::move(pieces)) {
        head_.status = 200;
        if (!content_type.empty()) head_.fields.add("content-type", content_type);
    }

    net::ResponseHead& head() { return head_; }
    const net::ResponseHead& head() const override { return head_; }

    Task<std::string_view> read() override {
        for (;;) {
            CO_TRY(const auto bytes, next());
            if (bytes) co_return *bytes;
        }
    }
    Task<std::optional<std::string_view>> read_for(std::chrono::nanoseconds) override { co_return next(); }

    std::size_t left() const { return pieces_.size(); }

private:
    // Nothing for a silence; the end when the script is over.
    Result<std::optional<std::string_view>> next() {
        if (pieces_.empty()) return std::string_view();
        const Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        if (std::holds_alternative<Silence>(piece)) return std::nullopt;
        if (const Error* error = std::get_if<Error>(&piece)) return std::unexpected(*error);
        read_ = std::get<std::string>(piece);
        return std::string_view(read_);
    }

    net::ResponseHead head_;
    std::deque<Piece> pieces_;
    std::string read_;
};

}  // namespace greeninfer::pipeline
