#pragma once
// An answer that is kept back until it is known whether it may leave, exactly as the model server sent it.
//
// Kept as bytes and not as what the client would have seen, because the receipt in it is only known at the end: when
// it may leave it goes through the same relay as any other answer, from memory. Bounded by upstream.max_answer. One per
// attempt, on its core.
#include <memory>
#include <string>
#include <string_view>

#include "fleet/endpoint.hpp"
#include "net/upstream_client.hpp"
#include "wire/answer_view.hpp"
#include "wire/usage.hpp"

namespace greeninfer::models {
struct Model;
}

namespace greeninfer::pipeline {

struct HeldAnswer {
    // Set by who asks for it.
    bool wants_log_probabilities = false;  // the client did not ask, and does not see them
    bool shows_drafts = false;             // its text goes to the sink as a draft while it is made
    // Filled in by the attempt.
    net::ResponseHead head;
    bool is_stream = false;
    std::string bytes;
    std::string assembled;  // of a stream: the reply it amounts to
    bool draft_shown = false;
    wire::AnswerView view;
    // Filled in when the attempt has worked.
    const models::Model* model = nullptr;
    std::shared_ptr<const fleet::Endpoint> endpoint;
    std::optional<wire::Usage> usage;

    std::string_view reply() const { return is_stream ? assembled : bytes; }
    void begin(const net::ResponseHead& upstream, bool streams);
    // Takes out what the client did not ask for. Fault upstream_failed when the answer cannot be read.
    Result<void> strip_log_probabilities();
};

// Gives a held answer to the relay as if it arrived now.
class HeldCall final : public net::UpstreamCall {
public:
    explicit HeldCall(const HeldAnswer& held) : held_(held) {}
    const net::ResponseHead& head() const override { return held_.head; }
    Task<std::string_view> read() override;
    Task<std::optional<std::string_view>> read_for(std::chrono::nanoseconds limit) override;

private:
    const HeldAnswer& held_;
    bool given_ = false;
};

}  // namespace greeninfer::pipeline
