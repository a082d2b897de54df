#include "pipeline/text_shortening.hpp"

#include <algorithm>

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
    ShorteningMemory& memory = worker_.load.shortening.memory;
    const std::string_view owner = exchange_.client ? std::string_view(exchange_.client->settings.name) : "";
    const auto key = ShorteningMemory::key_of(owner, exchange_.generation->number, text);
    if (const auto known = memory.find(key, worker_.now())) co_return known->again(text);
    Shortening shortening = co_await judge(text, key[0]);
    const TextVerdict verdict = TextVerdict::of(shortening);
    const TextVerdict holds = memory.remember(key, verdict, worker_.now());
    co_return holds == verdict ? std::move(shortening) : holds.again(text);
}

boost::asio::awaitable<Shortening> TextShortening::judge(std::string_view text, std::uint64_t digest) {
    const Draft draft(text);
    if (const auto refused = draft.refused()) co_return draft.leave_alone(*refused);
    Shortening by_phrases = draft.finish(settings().min_saving);
    // The last: it lies too far back in a conversation that nobody here has seen.
    const bool is_done = draft.open_words() == 0 || !settings().wants_model() || calls_ == kModelCallsPerRequest;
    if (is_done) co_return by_phrases;
    const GateWeighing weighing = weigh_text(draft, digest);
    if (!exchange_.shortening.gate) exchange_.shortening.gate = weighing;
    if (weighing.asks) {
        ++calls_;
        co_return co_await ask(draft);
    }
    // Known phrases cost nothing.
    if (by_phrases.left_alone) by_phrases.left_alone = LeftAlone::would_not_pay;
    co_return by_phrases;
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

boost::asio::awaitable<Shortening> TextShortening::ask(const Draft& draft) {
    if (worker_.optimizer == nullptr) co_return draft.leave_alone(LeftAlone::not_loaded);
    const Moment now = worker_.now();
    if (!deadline_) deadline_ = now + settings().time_limit;
    const auto left = std::chrono::floor<std::chrono::milliseconds>(*deadline_ - now);
    if (left.count() <= 0) co_return draft.leave_alone(LeftAlone::late);
    const bool is_free = settings().mode == optimizer::ShorteningMode::free;
    ModelRequest request = draft.model_request();
    if (is_free) request.task = optimizer::ModelTask::rewrite;
    const auto reply = co_await worker_.optimizer->ask(request, left);
    if (!reply) co_return draft.leave_alone(reply.error());
    exchange_.shortening.cpu_time += reply->cpu_time;
    Shortening shortening =
        is_free ? draft.finish_rewrite(*reply, settings().min_saving) : draft.finish(*reply, settings().min_saving);
    if (is_free || reply->deleted.size() == request.words.size()) {
        const std::uint32_t went = is_free ? optimizer::words_gone(shortening)
                                           : static_cast<std::uint32_t>(std::ranges::count(reply->deleted, 1));
        worker_.load.shortening.cost.record({reply->cpu_time, words_left(draft), draft.open_words(), went});
    }
    co_return shortening;
}

}  // namespace greeninfer::pipeline
