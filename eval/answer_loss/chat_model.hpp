#pragma once
// How likely a chat model finds a given answer to a given prompt, token by token.
//
// Asking for answers and judging them would need a judge; the loss on a reference answer needs none, has no sampling
// noise, and moves with anything that the prompt no longer says. Made by main() and used by it alone.
#include <llama.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace greeninfer::answer_loss {

struct AnswerLoss {
    double nats_per_token = 0.0;
    std::size_t answer_tokens = 0;
    std::size_t prompt_tokens = 0;  // with the chat template around it
};

class ChatModel {
public:
    static Result<ChatModel> load(const std::string& file, int threads);

    // Of the first `answer_tokens_max` tokens of the answer. What the prompt begins with is not read again when the
    // prompt before began alike, so the variants of one prompt should follow each other.
    Result<AnswerLoss> loss_of(const std::string& prompt, std::string_view answer, std::size_t answer_tokens_max);

private:
    using Tokens = std::vector<llama_token>;
    struct Free {
        void operator()(llama_model* model) const { llama_model_free(model); }
        void operator()(llama_context* context) const { llama_free(context); }
    };

    Tokens tokens_of(std::string_view text, bool with_marks) const;
    Result<std::string> as_chat(const std::string& prompt) const;
    std::size_t forget_behind_common_start(std::span<const llama_token> tokens, std::size_t prompt_size);
    double loss_at(std::size_t output, llama_token wanted) const;

    std::unique_ptr<llama_model, Free> model_;
    std::unique_ptr<llama_context, Free> context_;  // freed first
    Tokens read_;                                   // what the context holds
};

}  // namespace greeninfer::answer_loss
