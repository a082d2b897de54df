#include "pipeline/cascade_check.hpp"

#include "pipeline/lettered_options.hpp"
#include "pipeline/sub_request.hpp"
#include "wire/check_request.hpp"

namespace greeninfer::pipeline {

namespace {

CheckResult result_of(const wire::CheckReply& reply) {
    if (reply.p_yes) return CheckResult::probability;
    return reply.said_yes ? CheckResult::word : CheckResult::prose;
}

}  // namespace

Task<CheckEvidence> CascadeCheck::ask(std::string_view answer, bool with_log_probabilities) {
    const auto question = wire::read_check_question(checked_.view, checked_.body);
    std::string body;
    const std::string_view judged = conclusion_of(question.question, answer);
    wire::append_check_body(question, judged, checker_.settings.name, with_log_probabilities, body);
    SubRequest check(worker_, checked_, next_);
    const auto limit = checked_.generation->cascade.check_timeout;
    const auto done = co_await check.send(std::move(body), checker_, Purpose::check, limit);
    if (!done && (done.error().fault == Fault::client_gone || done.error().fault == Fault::upstream_rejected))
        co_return std::unexpected(done.error());
    if (!done) co_return CheckEvidence{check.timed_out() ? CheckResult::timed_out : CheckResult::failed, {}};
    const wire::CheckReply reply = wire::read_check_reply(check.held().reply());
    co_return CheckEvidence{result_of(reply), reply};
}

}  // namespace greeninfer::pipeline
