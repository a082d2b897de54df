#include "optimizer/t5_engine.hpp"

#include <fmt/format.h>
#include <llama.h>

#include <exception>

#include "optimizer/llama_log.hpp"

namespace greeninfer::optimizer {

namespace {

std::unexpected<Error> not_usable(std::string_view what) {
    const std::string reason = take_llama_error();
    return fail(Fault::not_ready, reason.empty() ? std::string(what) : fmt::format("{}: {}", what, reason));
}

llama_context_params parameters(const T5Limits& limits) {
    llama_context_params wanted = llama_context_default_params();
    wanted.n_batch = limits.pieces_max + 2;  // one more than the encoder reads: the decoder's start
    wanted.n_ubatch = wanted.n_batch;
    wanted.n_ctx = wanted.n_batch;
    wanted.n_seq_max = 1;
    wanted.n_threads = static_cast<std::int32_t>(limits.threads);
    wanted.n_threads_batch = wanted.n_threads;
    wanted.pooling_type = LLAMA_POOLING_TYPE_NONE;
    wanted.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    wanted.type_k = GGML_TYPE_F32;
    wanted.type_v = GGML_TYPE_F32;
    wanted.no_perf = true;
    return wanted;
}

// It throws what it does not catch itself, such as at bytes that its tables of characters do not foresee.
template <class Call>
std::int32_t guarded(std::int32_t when_it_throws, Call call) {
    try {
        return call();
    } catch (const std::exception&) {
        return when_it_throws;
    }
}

constexpr std::int32_t kThrew = -4;  // its own failures are -1 to -3

LeftAlone why(std::int32_t status) {
    constexpr std::int32_t kAborted = 2;
    return status == kAborted ? LeftAlone::late : LeftAlone::failed;
}

llama_batch one_text(std::span<const Piece> pieces) {
    return llama_batch_get_one(const_cast<Piece*>(pieces.data()), static_cast<std::int32_t>(pieces.size()));
}

}  // namespace

void T5Engine::FreeModel::operator()(llama_model* model) const {
    llama_model_free(model);
}

void T5Engine::FreeContext::operator()(llama_context* context) const {
    llama_free(context);
}

T5Engine::T5Engine(llama_model* model, const T5Limits& limits, const Clock& clock)
    : clock_(clock), limits_(limits), model_(model) {}

Result<std::unique_ptr<T5Engine>> T5Engine::load(std::FILE* file, const T5Limits& limits, const Clock& clock) {
    keep_llama_errors();
    llama_model_params wanted = llama_model_default_params();
    wanted.n_gpu_layers = 0;
    wanted.check_tensors = true;
    llama_model* const model = llama_model_load_from_file_ptr(file, wanted);
    if (model == nullptr) return not_usable("llama.cpp cannot load the model");
    std::unique_ptr<T5Engine> engine(new T5Engine(model, limits, clock));
    if (auto prepared = engine->prepare(); !prepared) return std::unexpected(prepared.error());
    return engine;
}

Result<void> T5Engine::prepare() {
    if (!llama_model_has_encoder(model_.get()) || !llama_model_has_decoder(model_.get()))
        return not_usable("the model is no T5: it lacks an encoder or a decoder");
    vocabulary_ = llama_model_get_vocab(model_.get());
    vocabulary_size_ = static_cast<std::size_t>(llama_vocab_n_tokens(vocabulary_));
    width_ = static_cast<std::uint32_t>(llama_model_n_embd(model_.get()));
    end_ = llama_vocab_eos(vocabulary_);
    if (end_ == LLAMA_TOKEN_NULL) return not_usable("the model has no piece for the end of a text");
    start_ = std::max(0, llama_model_decoder_start_token(model_.get()));
    context_.reset(llama_init_from_model(model_.get(), parameters(limits_)));
    if (!context_) return not_usable("llama.cpp cannot run the model");
    const auto out_of_time = [](void* engine) {
        const auto& self = *static_cast<const T5Engine*>(engine);
        return self.clock_.now() >= self.deadline_;
    };
    llama_set_abort_callback(context_.get(), out_of_time, this);
    return {};
}

bool T5Engine::is_unknown(Piece piece) const {
    return (llama_vocab_get_attr(vocabulary_, piece) & LLAMA_TOKEN_ATTR_UNKNOWN) != 0;
}

std::vector<Piece> T5Engine::pieces_of(std::string_view text) const {
    // A byte gives at most three pieces: one of its own, or a mark of a blank and a replacement.
    std::vector<Piece> pieces(3 * text.size() + 2);
    const auto read = guarded(0, [&] {
        return llama_tokenize(vocabulary_, text.data(), static_cast<std::int32_t>(text.size()), pieces.data(),
                              static_cast<std::int32_t>(pieces.size()), false, false);
    });
    pieces.resize(static_cast<std::size_t>(std::max(0, read)));
    return pieces;
}

std::string T5Engine::text_of(std::span<const Piece> pieces) const {
    std::string text(16 * pieces.size() + 16, '\0');
    const auto write = [&] {
        return guarded(0, [&] {
            return llama_detokenize(vocabulary_, pieces.data(), static_cast<std::int32_t>(pieces.size()), text.data(),
                                    static_cast<std::int32_t>(text.size()), true, false);
        });
    };
    std::int32_t written = write();
    if (written < 0) {
        text.resize(static_cast<std::size_t>(-written));
        written = write();
    }
    text.resize(static_cast<std::size_t>(std::max(0, written)));
    return text;
}

std::expected<std::span<const float>, LeftAlone> T5Engine::encode(std::span<const Piece> pieces, Moment deadline) {
    if (pieces.empty() || pieces.size() > limits_.pieces_max) return std::unexpected(LeftAlone::too_long);
    deadline_ = deadline;
    decoded_ = 0;
    llama_memory_clear(llama_get_memory(context_.get()), false);
    const std::int32_t status = guarded(kThrew, [&] { return llama_encode(context_.get(), one_text(pieces)); });
    const float* const states = status == 0 ? llama_get_embeddings(context_.get()) : nullptr;
    if (states == nullptr) return std::unexpected(why(status));
    return std::span(states, pieces.size() * width_);
}

std::expected<std::span<const float>, LeftAlone> T5Engine::decode(std::span<const Piece> pieces) {
    std::vector<std::int8_t> last(pieces.size(), 0);
    if (!last.empty()) last.back() = 1;
    if (const auto done = decode(pieces, last); !done) return std::unexpected(done.error());
    return logits_after(pieces.size() - 1);
}

std::expected<void, LeftAlone> T5Engine::decode(std::span<const Piece> pieces, std::span<std::int8_t> wanted) {
    if (pieces.empty() || decoded_ + pieces.size() > limits_.pieces_max + 1)
        return std::unexpected(LeftAlone::too_long);
    llama_batch batch = one_text(pieces);
    batch.logits = wanted.data();
    const std::int32_t status = guarded(kThrew, [&] { return llama_decode(context_.get(), batch); });
    if (status != 0) return std::unexpected(why(status));
    decoded_ += pieces.size();
    return {};
}

std::span<const float> T5Engine::logits_after(std::size_t piece) const {
    return {llama_get_logits_ith(context_.get(), static_cast<std::int32_t>(piece)), vocabulary_size_};
}

void T5Engine::forget(std::size_t pieces) {
    if (pieces == 0) return;
    decoded_ -= pieces;
    llama_memory_seq_rm(llama_get_memory(context_.get()), 0, static_cast<llama_pos>(decoded_), -1);
}

}  // namespace greeninfer::optimizer
