#include "pipeline/token_lookup.hpp"

#include <algorithm>

#include "net/deadline.hpp"
#include "pipeline/forwarded_fields.hpp"
#include "pipeline/tokenizer_call.hpp"
#include "wire/body_edits.hpp"
#include "wire/token_list.hpp"

namespace greeninfer::pipeline {

namespace {

// Of less than 1 KiB the reading takes no longer than the question.
constexpr std::size_t kWorthAskingBlocks = 1024 / fleet::kBlockBytes;
constexpr std::chrono::seconds kLeftAlone{30};
constexpr std::size_t kBlockSizesMax = 4;  // of engines of one model; a fleet has one, or two while it is changed

const fleet::Endpoints& endpoints_of(const Exchange& exchange) {
    return exchange.generation->fleet->endpoints_of(*exchange.decision.model);
}

bool may_be_asked(const fleet::Endpoint& endpoint, Moment now) {
    const auto until = Moment(Moment::duration(endpoint.state->not_asked_for_tokens_until.load()));
    return endpoint.state->tokens.load() && fleet::can_answer(endpoint) && until <= now;
}

// In turn, so that nobody has all the work; null: there is none.
std::shared_ptr<const fleet::Endpoint> whom_to_ask(const fleet::Endpoints& endpoints, std::uint64_t turn, Moment now) {
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        const auto& endpoint = endpoints[(i + turn) % endpoints.size()];
        if (may_be_asked(*endpoint, now)) return endpoint;
    }
    return nullptr;
}

Task<std::vector<std::uint32_t>> ask(Worker& worker, const Exchange& exchange, const fleet::Endpoint& endpoint,
                                     net::Abort& abort) {
    wire::BodyEdits edits(exchange.view);
    edits.set_model(endpoint.upstream_model);
    std::vector<std::string_view> pieces;
    edits.pieces(exchange.body, pieces);
    CO_TRY(std::string answer,
           co_await call_tokenizer(worker, endpoint, fields_for_upstream(exchange, endpoint), pieces, abort));
    co_return wire::read_tokens(wire::PaddedView::of(answer));
}

Task<std::vector<std::uint32_t>> ask_in_time(Worker& worker, Exchange& exchange, const fleet::Endpoint& endpoint) {
    net::Abort abort;
    net::Deadline deadline(worker.core.deadlines(), [&abort] { abort.request(); });
    const net::Abort::Listener client_left(exchange.abort, [&abort] { abort.request(); });
    deadline.arm(exchange.generation->endpoint_strategy.tokenize_timeout);
    co_return co_await ask(worker, exchange, endpoint, abort);
}

fleet::TokenChain chain_of(std::span<const std::uint32_t> tokens, std::size_t tokens_per_block, std::uint64_t seed,
                           std::string_view model) {
    fleet::TokenChain chain{.tokens_per_block = tokens_per_block};
    fleet::BlockHash last = fleet::root_of_tokens(seed, model, tokens_per_block);
    const std::size_t blocks = std::min(tokens.size() / tokens_per_block, fleet::kPromptBlocksMax);
    chain.blocks.reserve(blocks);
    for (std::size_t i = 0; i < blocks; ++i) {
        last = fleet::hash_tokens(last, tokens.subspan(i * tokens_per_block, tokens_per_block));
        chain.blocks.push_back(last);
    }
    return chain;
}

void add_chains(const Exchange& exchange, std::span<const std::uint32_t> tokens) {
    fleet::PromptPrefix& prefix = *exchange.prefix;
    prefix.tokens = tokens.size();
    for (const auto& endpoint : endpoints_of(exchange)) {
        const auto told = endpoint->state->tokens.load();
        if (!told || prefix.token_chains.size() == kBlockSizesMax) continue;
        const std::size_t size = told->tokens_per_block;
        if (std::ranges::find(prefix.token_chains, size, &fleet::TokenChain::tokens_per_block) !=
            prefix.token_chains.end())
            continue;
        prefix.token_chains.push_back(chain_of(tokens, size, prefix.index->seed(), endpoint->model));
    }
}

}  // namespace

bool wants_tokens(const Exchange& exchange) {
    const Generation& generation = *exchange.generation;
    const fleet::StrategySettings& settings = generation.endpoint_strategy;
    const bool is_told_apart = settings.shares_prefixes || generation.clients.empty();
    const bool is_text = exchange.kind != wire::RequestKind::embedding && !exchange.view.has_images;
    if (!exchange.prefix || exchange.prefix->blocks.size() < kWorthAskingBlocks) return false;
    if (settings.tokenize_timeout.count() == 0 || !is_told_apart || !is_text) return false;
    return std::ranges::any_of(endpoints_of(exchange),
                               [](const auto& one) { return one->state->tokens.load() != nullptr; });
}

boost::asio::awaitable<void> look_for_tokens(Worker& worker, Exchange& exchange) {
    const auto asked = whom_to_ask(endpoints_of(exchange), worker.turn, worker.now());
    if (!asked) co_return;
    const auto tokens = co_await ask_in_time(worker, exchange, *asked);
    (tokens ? worker.fleet.tokenized : worker.fleet.not_tokenized).add();
    if (tokens) co_return add_chains(exchange, *tokens);
    if (exchange.abort.requested()) co_return;
    asked->state->not_asked_for_tokens_until = (worker.now() + kLeftAlone).time_since_epoch().count();
}

}  // namespace greeninfer::pipeline
