#include "pipeline/preview_maker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/outline_likeness.hpp"
#include "pipeline/preview_angle.hpp"
#include "pipeline/sub_request.hpp"
#include "wire/preview_reply.hpp"

namespace greeninfer::pipeline {

namespace {

// Then the request ends, as it would have without a preview.
bool ends_request(Fault fault) {
    return fault == Fault::client_gone || fault == Fault::carbon_budget_exceeded ||
           fault == Fault::money_budget_exceeded;
}

bool is_local(const Exchange& exchange, const models::Model& model) {
    return std::ranges::all_of(exchange.generation->fleet->endpoints_of(model),
                               [](const auto& endpoint) { return endpoint->always_stream; });
}

}  // namespace

PreviewMaker::PreviewMaker(Worker& worker, Exchange& exchange, Next next, const models::Model& model)
    : worker_(worker), exchange_(exchange), next_(next), model_(model) {
    question_.asked = wire::read_check_question(exchange.view, exchange.body);
    if (exchange.native) question_.images = exchange.native->images;
    if (!exchange.preview.confirmed) return;
    question_.excluded = exchange.preview.confirmed->outlines;
    question_.angle = preview_angle(question_.excluded.size() + 1);
}

wire::PreviewShape PreviewMaker::shape() const {
    if (is_local(exchange_, model_)) return wire::PreviewShape::repetition_held;
    const bool refused = worker_.without_schemas.contains(model_.id, worker_.now());
    return refused ? wire::PreviewShape::words : wire::PreviewShape::schema;
}

Task<PreviewTry> PreviewMaker::make() {
    until_ = worker_.now() + exchange_.generation->preview.time_limit;
    for (int tries = 0; tries < 2; ++tries) {
        CO_TRY(const Answer answer, co_await ask());
        if (!answer) {
            result_.problem = answer.error();
            break;  // A server that does not answer is not asked again.
        }
        const auto problem = take(*answer);
        result_.repaired = tries > 0;
        if (!problem) co_return std::move(result_);
        problem_ = *problem;
        question_.problem = problem_;
        result_.problem = fmt::format("the preview {}", problem_);
    }
    co_return std::move(result_);
}

Task<PreviewMaker::Answer> PreviewMaker::ask() {
    std::optional<Fault> fault;
    const wire::PreviewShape first = shape();
    CO_TRY(Answer answer, co_await ask(first, fault));
    if (fault != Fault::upstream_rejected || first == wire::PreviewShape::words) co_return answer;
    // Some servers refuse a schema, or know it under another name.
    fault.reset();
    CO_TRY(answer, co_await ask(wire::PreviewShape::words, fault));
    if (answer) worker_.without_schemas.note(model_.id, worker_.now());
    co_return answer;
}

Task<PreviewMaker::Answer> PreviewMaker::ask(wire::PreviewShape shape, std::optional<Fault>& fault) {
    const auto left = until_ - worker_.now();
    if (left.count() <= 0) co_return Answer(std::unexpected("it took longer than preview.time_limit"));
    std::string body;
    const auto seed = static_cast<std::uint32_t>(worker_.random() >> 33);
    append_preview_body(question_, model_.settings.name, {.shape = shape, .seed = seed}, body);
    SubRequest request(worker_, exchange_, next_);
    auto done = co_await request.send(std::move(body), model_, Purpose::preview, left);
    result_.attempts += request.attempts();
    if (request.endpoint()) result_.endpoint = request.endpoint();
    if (done) co_return Answer(request.held().view.text);
    if (ends_request(done.error().fault)) co_return std::unexpected(std::move(done).error());
    fault = done.error().fault;
    if (request.timed_out()) co_return Answer(std::unexpected("it took longer than preview.time_limit"));
    co_return Answer(
        std::unexpected(fmt::format("{} could not be asked: {}", model_.settings.name, done.error().detail)));
}

// Keeps the text, or says what is wrong with it.
std::optional<std::string> PreviewMaker::take(std::string_view answer) {
    const auto raw = wire::read_preview(answer);
    if (!raw) return "is not the JSON that was asked for";
    auto text = checked_preview(*raw);
    if (!text) return std::string(text.error());
    if (repeats_earlier(text->outline, question_.excluded, question_.asked.question))
        return "says an earlier outline again";
    result_.text = *std::move(text);
    result_.problem.clear();
    return std::nullopt;
}

}  // namespace greeninfer::pipeline
