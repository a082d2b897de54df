#include "pipeline/shortening.hpp"

#include <algorithm>

#include "fleet/engine_settings.hpp"
#include "optimizer/phrase_book.hpp"
#include "pipeline/brief_answers.hpp"
#include "pipeline/text_shortening.hpp"
#include "pipeline/token_count.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

using optimizer::LeftAlone;
using optimizer::PartKind;
using Texts = std::vector<ConversationText>;

std::uint64_t text_bytes(const wire::RequestView& view) {
    std::uint64_t bytes = 0;
    for (const wire::Span& text : view.texts) bytes += text.size_bytes;
    return bytes;
}

// Adds the instruction; what must stand in front of the messages comes back.
std::string ask_for_brevity(const BriefPlace& place, Texts& texts) {
    std::string message;
    if (!place.is_own_message) {
        ConversationText& text = texts[place.text];
        text.after = std::string(text.now()).append("\n\n").append(kBriefInstruction);
        return message;
    }
    wire::JsonWriter writer(message);
    writer.begin_object().member("role", "system").member("content", kBriefInstruction).end_object();
    return message;
}

// Where what came out cannot be read any more, what came in goes on.
void put(Exchange& exchange, std::string body) {
    ShorteningReport& report = exchange.shortening;
    report.text_bytes_before = text_bytes(exchange.view);
    wire::RequestView view;
    exchange.shortened_body = std::move(body);
    const auto padded = wire::PaddedView::of(exchange.shortened_body);
    if (!wire::read_request(exchange.kind, padded, view)) {
        report = {.is_said = true, .left_alone = LeftAlone::verification_failed};
        return;
    }
    exchange.view = std::move(view);
    exchange.body = padded.text();
    report.text_bytes_after = text_bytes(exchange.view);
}

std::string joined(const Texts& texts, std::string_view first, bool is_after) {
    std::string all(first);
    for (const ConversationText& text : texts) {
        if (!text.after) continue;
        if (!all.empty()) all += '\n';
        all += is_after ? *text.after : text.before;
    }
    return all;
}

}  // namespace

// Reads the phrases now, so that no request waits for that.
Shortening::Shortening(Worker& worker) : worker_(worker) {
    optimizer::PhraseBook::built_in();
}

Task<> Shortening::handle(Exchange& exchange, Next next) {
    CO_TRY(const ShorteningWish wish, shortening_wish_of(exchange));
    exchange.shortening.left_alone = wish.refused;
    exchange.shortening.is_said = wish.is_said;
    if (!wish.refused || wish.brief) co_await change(exchange, wish);
    worker_.shortening.record(exchange.shortening);
    co_return co_await next(exchange);
}

boost::asio::awaitable<void> Shortening::change(Exchange& exchange, const ShorteningWish& wish) {
    Texts texts = read_conversation(exchange.view, exchange.body);
    const auto place = wish.brief ? brief_place(exchange.view) : std::nullopt;
    if (!wish.refused) {
        co_await shorten(exchange, texts);
        charge(exchange);
        compact(exchange, texts, place && place->is_own_message ? 1 : 0);
    }
    std::string first_message;
    if (place) first_message = ask_for_brevity(*place, texts);
    exchange.shortening.brief = place.has_value();
    const bool changes = std::ranges::any_of(texts, [](const auto& text) { return text.after.has_value(); });
    if (!changes && first_message.empty()) co_return;
    put(exchange, rewritten_body(exchange.view, exchange.body, texts, first_message));
    if (exchange.shortening.changed()) count(exchange, texts, first_message.empty() ? "" : kBriefInstruction);
}

void Shortening::compact(Exchange& exchange, Texts& texts, std::uint32_t messages_in_front) {
    const optimizer::CompactionSwitches switches = exchange.generation->optimizer.compaction_switches();
    if (std::ranges::none_of(switches.enabled, std::identity())) return;
    std::vector<optimizer::Part> parts;
    parts.reserve(texts.size());
    std::size_t bytes = 0;
    for (const ConversationText& text : texts) {
        bytes += text.before.size();
        if (bytes > kMaxCompactedBytes) break;
        parts.push_back({text.kind, text.now(), text.message + messages_in_front + 1});
    }
    optimizer::Compacted compacted = optimizer::compact(parts, switches);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (compacted.texts[i] && texts[i].kind != PartKind::fixed) texts[i].after = *std::move(compacted.texts[i]);
    }
    exchange.shortening.compacted_bytes = compacted.bytes_saved;
}

boost::asio::awaitable<void> Shortening::shorten(Exchange& exchange, Texts& texts) {
    ShorteningReport& report = exchange.shortening;
    std::vector<ConversationText*> written;
    std::size_t bytes = 0;
    for (ConversationText& text : texts) {
        if (text.kind == PartKind::user && (bytes += text.now().size()) <= kMaxUserBytes) written.push_back(&text);
    }
    report.left_alone = bytes > kMaxUserBytes ? LeftAlone::too_long : LeftAlone::no_text;
    TextShortening shortening(worker_, exchange);
    // The newest first: it is what the model has not seen yet.
    for (auto text = written.rbegin(); text != written.rend(); ++text) {
        auto done = co_await shortening.shorten((*text)->now());
        if (text == written.rbegin() && bytes <= kMaxUserBytes) report.left_alone = done.left_alone;
        if (done.left_alone) continue;
        ++report.shortened_texts;
        report.deleted_by_phrases += done.deleted_by_phrases;
        report.deleted_by_model += optimizer::words_gone(done) - done.deleted_by_phrases;
        (*text)->after = std::move(done.text);
    }
}

// The model's processor time at the gateway's own place.
void Shortening::charge(Exchange& exchange) {
    ShorteningReport& report = exchange.shortening;
    if (report.cpu_time.count() == 0) return;
    const Energy energy = Power::watts(exchange.generation->watts_per_core) * report.cpu_time;
    const energy::Estimate estimate{energy, fleet::kWattsPerCoreLogDeviation, energy::Evidence::attributed};
    const grid::Place& place = exchange.generation->places->default_place();
    report.footprint = energy::footprint_of(estimate, place.pue, exchange.grid->at(place.zone_index).now);
    exchange.budget.charge(*report.footprint);
}

void Shortening::count(Exchange& exchange, const Texts& texts, std::string_view added) {
    exchange.shortening.tokens =
        begin_count(worker_, *exchange.generation, joined(texts, {}, false), joined(texts, added, true));
}

}  // namespace greeninfer::pipeline
