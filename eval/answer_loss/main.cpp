// Prints how likely a chat model finds given answers to given prompts (eval/shortening_meaning.py).
//
//   greeninfer_answer_loss MODEL.gguf THREADS ANSWER_TOKENS_MAX < PAIRS
//
// PAIRS are u32 length and bytes of a prompt, then the same of its answer, little-endian. One line per pair: mean loss
// per answer token in nats, tokens of the answer that were counted, tokens of the prompt.
#include <fmt/core.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

#include "answer_loss/chat_model.hpp"

namespace {

using namespace greeninfer;
using namespace greeninfer::answer_loss;

std::optional<std::string> read_text() {
    std::uint32_t size = 0;
    if (!std::cin.read(reinterpret_cast<char*>(&size), sizeof(size))) return std::nullopt;
    std::string text(size, '\0');
    if (!std::cin.read(text.data(), static_cast<std::streamsize>(size))) return std::nullopt;
    return text;
}

int failed(const Error& error) {
    fmt::print(stderr, "greeninfer_answer_loss: {}\n", error.detail);
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4)
        return failed({.fault = Fault::invalid_request, .detail = "usage: MODEL THREADS ANSWER_TOKENS_MAX"});
    auto model = ChatModel::load(arguments[1], std::atoi(arguments[2]));
    if (!model) return failed(model.error());
    const auto answer_tokens_max = static_cast<std::size_t>(std::atoi(arguments[3]));
    while (const auto prompt = read_text()) {
        const auto answer = read_text();
        if (!answer) return failed({.fault = Fault::invalid_request, .detail = "the last answer is missing"});
        const auto loss = model->loss_of(*prompt, *answer, answer_tokens_max);
        if (!loss) return failed(loss.error());
        fmt::print("{:.6f} {} {}\n", loss->nats_per_token, loss->answer_tokens, loss->prompt_tokens);
        std::fflush(stdout);
    }
}
