#include "pipeline/prompt_blocks.hpp"

#include <array>

#include "pipeline/attempt_budget.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

namespace {

void add_messages(const Exchange& exchange, fleet::TextBlocks& blocks) {
    for (const wire::MessageView& message : exchange.view.messages) {
        // A sign that JSON has nowhere outside strings, so no content can look like the next message.
        const std::array<char, 2> role = {'\x01', static_cast<char>('a' + static_cast<int>(message.role))};
        blocks.add({role.data(), role.size()});
        blocks.add(message.content.of(exchange.body));
    }
}

bool is_placed_by_prefix(const Exchange& exchange) {
    const Generation& generation = *exchange.generation;
    const models::Model& model = *exchange.decision.model;
    return generation.prefix_index && strategy_of(generation, model) == fleet::Strategy::kv_aware &&
           generation.fleet->endpoints_of(model).size() > 1;
}

}  // namespace

std::shared_ptr<fleet::PromptPrefix> prefix_of(const Exchange& exchange) {
    if (!is_placed_by_prefix(exchange)) return nullptr;
    auto prefix = std::make_shared<fleet::PromptPrefix>();
    prefix->index = exchange.generation->prefix_index;
    const bool is_own = exchange.client && !exchange.generation->endpoint_strategy.shares_prefixes;
    const std::string_view salt = is_own ? exchange.client->settings.name : std::string_view();
    fleet::TextBlocks blocks(fleet::root_of_texts(prefix->index->seed(), exchange.decision.model->settings.name, salt),
                             prefix->blocks);
    if (!exchange.view.tools.empty()) {
        blocks.add("\x02");
        blocks.add(exchange.view.tools.of(exchange.body));  // Templates have them before the first message.
    }
    if (!exchange.view.messages.empty()) {
        add_messages(exchange, blocks);
    } else if (!exchange.view.texts.empty()) {
        blocks.add(exchange.view.texts.front().of(exchange.body));  // Further prompts begin anew.
    }
    return prefix;
}

std::uint64_t tokens_to_place(const Exchange& exchange) {
    if (exchange.prefix && exchange.prefix->tokens != 0) return exchange.prefix->tokens;
    return expected_tokens(exchange, *exchange.decision.model).prompt;
}

}  // namespace greeninfer::pipeline
