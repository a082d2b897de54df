#pragma once
// One HTTP request without a server: keeps what the handler answers.
#include <string>
#include <utility>
#include <vector>

#include "net/server_exchange.hpp"

namespace greeninfer::api {

class ServerExchangeForTest final : public net::ServerExchange {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    ServerExchangeForTest(std::string method, std::string target, std::string body = "", const Fields& fields = {})
        : body_(std::move(body)) {
        body_.reserve(body_.size() + net::kBodyPadding);
        head_.method = std::move(method);
        head_.target = std::move(target);
        for (const auto& [name, value] : fields) head_.fields.add(name, value);
    }

    const net::RequestHead& head() const override { return head_; }
    std::string_view body() const override { return body_; }
    bool local_peer() const override { return local; }
    Moment received_at() const override { return SystemClock().now(); }
    net::Abort& abort() override { return abort_; }

    Task<> respond(unsigned code, const net::FieldLines& lines, std::span<const std::string_view> pieces) override {
        ++answers;
        status = code;
        fields = lines.text();
        for (const std::string_view piece : pieces) answer += piece;
        co_return ended();
    }
    void start_stream(unsigned code, const net::FieldLines& lines) override {
        ++answers;
        status = code;
        fields = lines.text();
    }
    Task<> write(std::string_view bytes) override {
        answer += bytes;
        co_return ended();
    }
    Task<> finish_stream(std::string_view last_bytes) override {
        answer += last_bytes;
        finished = true;
        co_return ended();
    }
    bool answered() const override { return status != 0; }
    void close_after_answer() override { closes = true; }

    bool has(std::string_view line) const { return ("\r\n" + fields).contains("\r\n" + std::string(line) + "\r\n"); }

    bool local = true;
    bool client_left = false;
    // What came back.
    int answers = 0;
    unsigned status = 0;
    std::string fields;
    std::string answer;
    bool finished = false;  // a stream, by finish_stream()
    bool closes = false;

private:
    Result<void> ended() const {
        if (client_left) return fail(Fault::client_gone, "the client left");
        return {};
    }

    net::RequestHead head_;
    std::string body_;
    net::Abort abort_;
};

}  // namespace greeninfer::api
