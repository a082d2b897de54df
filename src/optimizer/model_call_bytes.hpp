#pragma once
// A question to the model's process and its answer as bytes.
//
// Both ends are the same program, so there are no versions. Yet neither trusts the other's bytes: the process reads
// what users wrote, and the gateway must outlive whatever a mad model process sends.
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "optimizer/model_call.hpp"

namespace greeninfer::optimizer {

// Questions of one connection are told apart by their number. The deadline is of the machine's one monotonic clock.
struct ModelQuestion {
    std::uint64_t number = 0;
    Moment deadline;
    ModelRequest request;
};

struct ModelAnswer {
    std::uint64_t number = 0;
    std::expected<ModelReply, LeftAlone> reply;
};

std::string to_bytes(const ModelQuestion& question);
std::string to_bytes(const ModelAnswer& answer);

// Nothing when the bytes are not exactly one such message.
std::optional<ModelQuestion> question_of(std::string_view bytes);
std::optional<ModelAnswer> answer_of(std::string_view bytes);

}  // namespace greeninfer::optimizer
