#pragma once
// HTTP/1 parsing by Beast's grammar with our own memory: fields go into one flat buffer, bodies into one string.
//
// Beast's ready-made parsers allocate a node per field; its basic_parser underneath calls back with views instead.
// Included only inside net.
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <string>

#include "net/message.hpp"

namespace greeninfer::net {

template <bool isRequest>
class MessageParser : public boost::beast::http::basic_parser<isRequest> {
public:
    using Base = boost::beast::http::basic_parser<isRequest>;
    using Head = std::conditional_t<isRequest, RequestHead, ResponseHead>;
    using text = boost::beast::string_view;
    using error_code = boost::system::error_code;

    // `head` is filled once the head is complete; body bytes are appended to `body` as they are parsed, without
    // any framing. Both stay the caller's.
    MessageParser(Head& head, std::string& body) : head_(head), body_(body) {}

private:
    static std::string_view view(text from) { return {from.data(), from.size()}; }

    void on_request_impl(boost::beast::http::verb, text method, text target, int version, error_code&) override {
        if constexpr (isRequest) {
            head_.method = view(method);
            head_.target = view(target);
            head_.version = static_cast<unsigned>(version);
        }
    }
    void on_response_impl(int code, text, int, error_code&) override {
        if constexpr (!isRequest) head_.status = static_cast<unsigned>(code);
    }
    void on_field_impl(boost::beast::http::field, text name, text value, error_code&) override {
        // A trailer comes after the decisions that its fields could change, such as who the client is.
        if (!head_done_) head_.fields.add(view(name), view(value));
    }
    void on_header_impl(error_code&) override {
        head_done_ = true;
        if constexpr (!isRequest) {
            if (const auto length = this->content_length()) head_.content_length = *length;
        }
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(text bytes, error_code&) override {
        body_.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text bytes, error_code&) override {
        body_.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_finish_impl(error_code&) override {}

    Head& head_;
    std::string& body_;
    bool head_done_ = false;
};

using RequestParser = MessageParser<true>;
using ResponseParser = MessageParser<false>;

}  // namespace greeninfer::net
