#include "answer_loss/chat_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace greeninfer::answer_loss {

namespace {

constexpr std::uint32_t kTokensMax = 2048;

llama_context_params parameters(int threads) {
    llama_context_params wanted = llama_context_default_params();
    wanted.n_ctx = kTokensMax;
    wanted.n_batch = kTokensMax;
    wanted.n_seq_max = 1;
    wanted.n_threads = threads;
    wanted.n_threads_batch = threads;
    return wanted;
}

class Batch {
public:
    explicit Batch(std::size_t size) : batch_(llama_batch_init(static_cast<std::int32_t>(size), 0, 1)) {}
    ~Batch() { llama_batch_free(batch_); }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    void add(llama_token token, std::size_t place, bool with_output) {
        const auto last = batch_.n_tokens++;
        batch_.token[last] = token;
        batch_.pos[last] = static_cast<llama_pos>(place);
        batch_.n_seq_id[last] = 1;
        batch_.seq_id[last][0] = 0;
        batch_.logits[last] = static_cast<std::int8_t>(with_output);
    }
    const llama_batch& get() const { return batch_; }

private:
    llama_batch batch_;
};

void only_errors(ggml_log_level level, const char* text, void*) {
    if (level == GGML_LOG_LEVEL_ERROR) std::fputs(text, stderr);
}

}  // namespace

Result<ChatModel> ChatModel::load(const std::string& file, int threads) {
    llama_log_set(only_errors, nullptr);
    ChatModel made;
    made.model_.reset(llama_model_load_from_file(file.c_str(), llama_model_default_params()));
    if (!made.model_) return fail(Fault::not_ready, "llama.cpp cannot load " + file);
    made.context_.reset(llama_init_from_model(made.model_.get(), parameters(threads)));
    if (!made.context_) return fail(Fault::not_ready, "llama.cpp cannot run " + file);
    return made;
}

ChatModel::Tokens ChatModel::tokens_of(std::string_view text, bool with_marks) const {
    Tokens tokens(text.size() + 8);
    const auto count =
        llama_tokenize(llama_model_get_vocab(model_.get()), text.data(), static_cast<std::int32_t>(text.size()),
                       tokens.data(), static_cast<std::int32_t>(tokens.size()), false, with_marks);
    tokens.resize(static_cast<std::size_t>(std::max(0, count)));
    return tokens;
}

Result<std::string> ChatModel::as_chat(const std::string& prompt) const {
    const char* const form = llama_model_chat_template(model_.get(), nullptr);
    if (form == nullptr) return fail(Fault::not_ready, "the model has no chat template");
    const llama_chat_message message{"user", prompt.c_str()};
    std::string chat(2 * prompt.size() + 256, '\0');
    const auto size =
        llama_chat_apply_template(form, &message, 1, true, chat.data(), static_cast<std::int32_t>(chat.size()));
    if (size < 0 || static_cast<std::size_t>(size) > chat.size())
        return fail(Fault::not_ready, "llama.cpp does not know the model's chat template");
    chat.resize(static_cast<std::size_t>(size));
    return chat;
}

// The last token of the prompt is read again in any case: its output is the first that counts.
std::size_t ChatModel::forget_behind_common_start(std::span<const llama_token> tokens, std::size_t prompt_size) {
    const auto differs = std::ranges::mismatch(tokens, read_);
    const auto common = std::min(static_cast<std::size_t>(differs.in1 - tokens.begin()), prompt_size - 1);
    llama_memory_seq_rm(llama_get_memory(context_.get()), 0, static_cast<llama_pos>(common), -1);
    read_.assign(tokens.begin(), tokens.end());
    return common;
}

double ChatModel::loss_at(std::size_t output, llama_token wanted) const {
    const float* const logits = llama_get_logits_ith(context_.get(), static_cast<std::int32_t>(output));
    const auto count = static_cast<std::size_t>(llama_vocab_n_tokens(llama_model_get_vocab(model_.get())));
    const float most = *std::max_element(logits, logits + count);
    double sum = 0.0;
    for (std::size_t token = 0; token < count; ++token) sum += std::exp(static_cast<double>(logits[token] - most));
    return std::log(sum) + static_cast<double>(most - logits[wanted]);
}

Result<AnswerLoss> ChatModel::loss_of(const std::string& prompt, std::string_view answer,
                                      std::size_t answer_tokens_max) {
    const auto chat = as_chat(prompt);
    if (!chat) return std::unexpected(chat.error());
    Tokens tokens = tokens_of(*chat, true);
    Tokens wanted = tokens_of(answer, false);
    wanted.resize(std::min(wanted.size(), answer_tokens_max));
    if (tokens.empty() || wanted.empty()) return fail(Fault::invalid_request, "a prompt or an answer is empty");
    const std::size_t prompt_size = tokens.size();
    tokens.insert(tokens.end(), wanted.begin(), wanted.end() - 1);  // nothing follows the last
    if (tokens.size() > kTokensMax) return fail(Fault::context_too_long, "a prompt and its answer are too long");

    const std::size_t known = forget_behind_common_start(tokens, prompt_size);
    Batch batch(tokens.size() - known);
    for (std::size_t place = known; place < tokens.size(); ++place)
        batch.add(tokens[place], place, place + 1 >= prompt_size);
    if (llama_decode(context_.get(), batch.get()) != 0) return fail(Fault::internal, "llama.cpp failed to decode");
    double total = 0.0;
    for (std::size_t place = 0; place < wanted.size(); ++place)
        total += loss_at(prompt_size - 1 - known + place, wanted[place]);
    return AnswerLoss{total / static_cast<double>(wanted.size()), wanted.size(), prompt_size};
}

}  // namespace greeninfer::answer_loss
