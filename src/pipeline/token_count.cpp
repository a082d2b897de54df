#include "pipeline/token_count.hpp"

#include <algorithm>
#include <cmath>

#include "net/deadline.hpp"
#include "pipeline/bill.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/tokenizer_call.hpp"
#include "wire/token_list.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::chrono::milliseconds kPatience{250};

boost::asio::awaitable<void> count_both(Worker& worker, std::shared_ptr<TokenCount> count, std::string before,
                                        std::string after) {
    const auto first = co_await count_tokens(worker, *count->endpoint, before);
    if (!first) co_return;
    const auto second = co_await count_tokens(worker, *count->endpoint, after);
    if (!second) co_return;
    count->before = *first;
    count->after = *second;
}

// Tokens in the texts of what was sent, by the byte. The frame that a server puts around a message is not part of
// them: about three tokens each, and as many at the end (OpenAI's chat format).
double tokens_per_byte(const Exchange& exchange, std::uint64_t sent) {
    constexpr double kFrameTokens = 3;
    const double frame = kFrameTokens * static_cast<double>(exchange.view.messages.size() + 1);
    const double in_texts = std::max(0.0, static_cast<double>(sent) - frame);
    const std::uint64_t bytes = std::max<std::uint64_t>(exchange.shortening.text_bytes_after, 1);
    return in_texts / static_cast<double>(bytes);
}

// Tokens that the texts had before and have no more, where the answering model's own tokenizer has said so.
std::optional<std::int64_t> counted_difference(const ShorteningReport& report, const Charge& charge) {
    const TokenCount* const count = report.tokens.get();
    if (count == nullptr || count->endpoint != charge.endpoint || !charge.tokens_reported) return std::nullopt;
    if (!count->before || !count->after) return std::nullopt;
    return static_cast<std::int64_t>(*count->before) - static_cast<std::int64_t>(*count->after);
}

PromptTokens estimated(const Exchange& exchange, std::uint64_t sent) {
    const ShorteningReport& report = exchange.shortening;
    const double fewer = static_cast<double>(report.text_bytes_before) - static_cast<double>(report.text_bytes_after);
    const double original = static_cast<double>(sent) + fewer * tokens_per_byte(exchange, sent);
    return {.original = static_cast<std::uint64_t>(std::llround(std::max(0.0, original))), .sent = sent};
}

}  // namespace

std::shared_ptr<const fleet::Endpoint> tokenizer_of(const Generation& generation) {
    for (const auto& endpoint : generation.fleet->all()) {
        if (endpoint->always_stream && endpoint->state->origin.load()) return endpoint;
    }
    return nullptr;
}

Task<std::uint64_t> count_tokens(Worker& worker, const fleet::Endpoint& endpoint, std::string_view text) {
    net::Abort abort;
    net::Deadline limit(worker.core.deadlines(), [&abort] { abort.request(); });
    limit.arm(kPatience);
    std::string body;
    wire::append_tokenize_body(text, body);
    const std::string_view piece = body;
    net::FieldLines fields;
    fields.add("content-type", "application/json");
    if (endpoint.api_key) fields.add("authorization", "Bearer ", endpoint.api_key->reveal());
    CO_TRY(std::string answer, co_await call_tokenizer(worker, endpoint, std::move(fields), {&piece, 1}, abort));
    co_return wire::read_token_count(wire::PaddedView::of(answer));
}

std::shared_ptr<const TokenCount> begin_count(Worker& worker, const Generation& generation, std::string before,
                                              std::string after) {
    auto endpoint = tokenizer_of(generation);
    if (!endpoint || before.size() > kCountedBytes || after.size() > kCountedBytes) return nullptr;
    auto count = std::make_shared<TokenCount>();
    count->endpoint = std::move(endpoint);
    worker.core.spawn(count_both(worker, count, std::move(before), std::move(after)));
    return count;
}

std::int64_t PromptTokens::reduction_pct() const {
    if (original == 0) return 0;
    return std::llround(100 * static_cast<double>(saved()) / static_cast<double>(original));
}

std::optional<PromptTokens> prompt_tokens_of(const Exchange& exchange, const Charge& charge) {
    if (!charge.prompt_tokens) return std::nullopt;
    const std::uint64_t sent = *charge.prompt_tokens;
    const ShorteningReport& report = exchange.shortening;
    if (!report.changed()) return PromptTokens{.original = sent, .sent = sent, .counted = charge.tokens_reported};
    const auto fewer = counted_difference(report, charge);
    if (!fewer || static_cast<std::int64_t>(sent) + *fewer < 0) return estimated(exchange, sent);
    return PromptTokens{.original = sent + static_cast<std::uint64_t>(*fewer), .sent = sent, .counted = true};
}

std::optional<PromptTokens> prompt_tokens_of(const Exchange& exchange) {
    std::optional<Charge> open;
    const Charge* const answer = answer_of(exchange, open);
    return answer != nullptr ? prompt_tokens_of(exchange, *answer) : std::nullopt;
}

}  // namespace greeninfer::pipeline
