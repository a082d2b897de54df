#pragma once
// Makes the prompt shorter before anything is decided by it: words go from what the user wrote, then what carries no
// meaning from the whole conversation; or, where the request asks for it, adds the wish for a brief answer.
//
// Words go first because compaction leaves references behind that name messages and lines as they are sent.
//
// Everything below sees one body, the one that is sent: scorer, router, cascade and model. What is not made shorter
// goes on byte for byte.
#include <vector>

#include "pipeline/conversation.hpp"
#include "pipeline/shortening_wish.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Shortening final : public Stage {
public:
    // User's text, from the beginning of the conversation, of which words may go. What is beyond stays: a core is not
    // held up by megabytes, and what was shortened in one turn is in the next.
    static constexpr std::size_t kMaxUserBytes = 256 * 1024;

    // All texts, from the beginning, that are compacted.
    static constexpr std::size_t kMaxCompactedBytes = 2 * 1024 * 1024;

    explicit Shortening(Worker& worker);
    Task<> handle(Exchange& exchange, Next next) override;

private:
    using Texts = std::vector<ConversationText>;

    boost::asio::awaitable<void> change(Exchange& exchange, const ShorteningWish& wish);
    boost::asio::awaitable<void> shorten(Exchange& exchange, Texts& texts);
    static void compact(Exchange& exchange, Texts& texts, std::uint32_t messages_in_front);
    void charge(Exchange& exchange);
    void count(Exchange& exchange, const Texts& texts, std::string_view added);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
