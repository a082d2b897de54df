#include "pipeline/text_shortening.hpp"

#include <algorithm>

#include "optimizer/rewriting.hpp"
#include "pipeline/routing.hpp"

namespace greeninfer::pipeline {

namespace {

using optimizer::Draft;
using optimizer::LeftAlone;
using optimizer::ModelReply;
using optimizer::ModelRequest;
using optimizer::Shortening;

// The words that the model would read: known phrases have taken theirs.
std::uint32_t words_left(const Draft& draft) {
    return draft.word_count() - draft.deleted_by_phrases();
}

}  // namespace

boost::asio::awaitable<Shortening> TextShortening::shorten(std::string_view text) {
    const Draft draft(text);
    if (const auto refused = draft.refused()) co_return draft.leave_alone(*refused);
    if (draft.open_words() == 0 || !settings().wants_model()) co_return draft.finish(settings().min_saving);
    const std::string_view owner = exchange_.client ? std::string_view(exchange_.client->settings.name) : "";
    const auto key = ShorteningMemory::key_of(owner, exchange_.generation->number, text);
    Verdict verdict = worker_.load.shortening.memory.find(key, worker_.now());
    if (!verdict) verdict = co_await judge(draft, key);
    // Not judged: it lies too far back in a conversation that nobody here has seen, where it will lie in later turns.
    if (!verdict) co_return draft.finish(settings().min_saving);
    co_return by_verdict(draft, *verdict);
}

boost::asio::awaitable<TextShortening::Verdict> TextShortening::judge(const Draft& draft,
                                                                      const ShorteningMemory::Key& key) {
    if (calls_ == kModelCallsPerRequest) co_return std::nullopt;
    TextVerdict verdict{.left_alone = LeftAlone::would_not_pay};
    const GateWeighing weighing = weigh_text(draft, key[0]);
    if (!exchange_.shortening.gate) exchange_.shortening.gate = weighing;
    if (weighing.asks) {
        ++calls_;
        verdict = co_await ask(draft);
    }
    co_return worker_.load.shortening.memory.remember(key, verdict, worker_.now());
}

GateWeighing TextShortening::weigh_text(const Draft& draft, std::uint64_t digest) {
    if (!reading_) {
        // Where no model can be named the request will fail in its own words, a little later.
        const auto decision = decide(exchange_, worker_);
        reading_ = decision ? reading_cost(exchange_, *decision) : ReadingCost();
    }
    GateWeighing weighing =
        weigh({words_left(draft), draft.open_words(), digest}, *reading_, worker_.load.shortening.cost.habits(),
              exchange_.generation->watts_per_core, exchange_.generation->places->default_place().pue);
    if (settings().gate == optimizer::ShorteningGate::always) {
        weighing.asks = true;
        weighing.is_probe = false;
    }
    return weighing;
}

boost::asio::awaitable<TextVerdict> TextShortening::ask(const Draft& draft) {
    if (worker_.optimizer == nullptr) co_return TextVerdict{.left_alone = LeftAlone::not_loaded};
    const Moment now = worker_.now();
    if (!deadline_) deadline_ = now + settings().time_limit;
    const auto left = std::chrono::floor<std::chrono::milliseconds>(*deadline_ - now);
    if (left.count() <= 0) co_return TextVerdict{.left_alone = LeftAlone::late};
    const bool is_free = settings().mode == optimizer::ShorteningMode::free;
    ModelRequest request = draft.model_request();
    if (is_free) request.task = optimizer::ModelTask::rewrite;
    const auto reply = co_await worker_.optimizer->ask(request, left);
    if (!reply) co_return TextVerdict{.left_alone = reply.error()};
    exchange_.shortening.cpu_time += reply->cpu_time;
    const auto deleted = is_free ? optimizer::deletions_of(request, reply->rewritten) : std::optional(reply->deleted);
    if (!deleted) co_return TextVerdict{.left_alone = LeftAlone::verification_failed};
    if (deleted->size() != request.words.size()) co_return TextVerdict{.left_alone = LeftAlone::failed};
    const auto words = static_cast<std::uint32_t>(request.words.size());
    const auto went = static_cast<std::uint32_t>(std::ranges::count(*deleted, std::uint8_t{1}));
    worker_.load.shortening.cost.record({reply->cpu_time, words, draft.open_words(), went});
    co_return TextVerdict::of_marks(*deleted);
}

Shortening TextShortening::by_verdict(const Draft& draft, const TextVerdict& verdict) const {
    if (!verdict.left_alone) {
        return draft.finish(ModelReply{.deleted = verdict.marks(words_left(draft))}, settings().min_saving);
    }
    if (verdict.left_alone != LeftAlone::would_not_pay) return draft.leave_alone(*verdict.left_alone);
    // Known phrases cost nothing.
    Shortening shortening = draft.finish(settings().min_saving);
    if (shortening.left_alone) shortening.left_alone = LeftAlone::would_not_pay;
    return shortening;
}

}  // namespace greeninfer::pipeline
