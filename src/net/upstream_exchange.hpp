#pragma once
// One request to an upstream and the reading of its answer, with its timers. Holds its connection until the answer is
// complete, then gives it back to the pool at once.
#include <optional>

#include "net/inflate.hpp"
#include "net/message_parser.hpp"
#include "net/upstream_client.hpp"
#include "net/upstream_pool.hpp"

namespace greeninfer::net {

class UpstreamExchange final : public UpstreamCall {
public:
    UpstreamExchange(UpstreamPool& pool, UpstreamPool::Lease lease, Abort& abort);

    // Sends the request and reads the head of the answer, passing over 1xx ones.
    Task<> start(const Origin& origin, const UpstreamRequest& request);
    // After start() failed: a pooled connection that had died before the first byte, so a fresh one may do.
    bool was_stale() const { return stale_; }

    const ResponseHead& head() const override { return head_; }
    Task<std::string_view> read() override;
    Task<std::optional<std::string_view>> read_for(std::chrono::nanoseconds limit) override;

private:
    Task<> read_head();
    Result<void> parse();
    Task<bool> receive();  // false when the pause is over
    Result<void> prepare_decoding();
    Result<void> decode();
    Error broken_off() const;
    void new_parser();
    void complete();
    void on_silence();
    void give_up(Error why);

    const std::shared_ptr<const UpstreamSettings> settings_;
    std::optional<UpstreamPool::Lease> lease_;
    std::shared_ptr<UpstreamConnection> connection_;  // null once the answer is complete
    std::optional<ResponseParser> parser_;
    ResponseHead head_;
    std::string body_;
    std::optional<Inflater> inflater_;
    std::string inflated_;
    std::string request_head_;
    bool delivered_ = false;  // the bytes handed out last are still in their string
    bool paused_ = false;
    bool stale_ = false;
    Deadline silence_;  // the header timer, then the timer between bytes
    Deadline total_;
    Deadline pause_;
    Abort::Listener listener_;
};

}  // namespace greeninfer::net
