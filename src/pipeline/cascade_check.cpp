#include "pipeline/cascade_check.hpp"

#include "net/deadline.hpp"
#include "pipeline/lettered_options.hpp"
#include "pipeline/reply_sink.hpp"
#include "wire/check_request.hpp"

namespace greeninfer::pipeline {

namespace {

// A check is read where it is held; nothing of it is ever written.
class NoSink final : public ReplySink {
public:
    bool committed() const override { return false; }
    Task<> whole(Exchange&, const net::ResponseHead&, std::span<const std::string_view>) override { return refuse(); }
    Task<> events(Exchange&, const net::ResponseHead&, std::string_view) override { return refuse(); }
    Task<> text(Exchange&, std::string_view) override { return refuse(); }
    Task<> done(Exchange&) override { return refuse(); }
    Task<> keep_alive() override { return refuse(); }

private:
    static Task<> refuse() { co_return fail(Fault::internal, "a check has no client"); }
};

CheckResult result_of(const wire::CheckReply& reply) {
    if (reply.p_yes) return CheckResult::probability;
    return reply.said_yes ? CheckResult::word : CheckResult::prose;
}

net::RequestHead head_for_check(const net::RequestHead& client) {
    net::RequestHead head{.method = "POST", .target = "/v1/chat/completions", .fields = {}};
    for (const std::string_view name : {"traceparent", "tracestate"}) {
        if (const auto value = client.fields.find(name)) head.fields.add(name, *value);
    }
    return head;
}

}  // namespace

Task<CheckEvidence> CascadeCheck::ask(std::string_view answer, bool with_log_probabilities) {
    const auto question = wire::read_check_question(checked_.view, checked_.body);
    body_.clear();
    const std::string_view judged = conclusion_of(question.question, answer);
    wire::append_check_body(question, judged, checker_.settings.name, with_log_probabilities, body_);
    head_ = head_for_check(checked_.head);
    NoSink sink;
    Exchange check{.generation = checked_.generation,
                   .head = head_,
                   .local_peer = checked_.local_peer,
                   .received_at = worker_.now(),
                   .request_id = checked_.request_id,
                   .route = checked_.route,
                   .client_body = wire::PaddedView::of(body_),
                   .abort = abort_,
                   .sink = sink,
                   .grid = checked_.grid};
    if (auto prepared = prepare(check); !prepared) co_return std::unexpected(std::move(prepared).error());
    bool timed_out = false;
    const auto done = co_await run(check, timed_out);
    auto& charges = checked_.outcome.charges;
    charges.insert(charges.end(), check.outcome.charges.begin(), check.outcome.charges.end());
    if (checked_.abort.requested()) co_return fail(Fault::client_gone, "the client closed the connection");
    if (!done && done.error().fault == Fault::upstream_rejected) co_return std::unexpected(done.error());
    if (!done) co_return CheckEvidence{timed_out ? CheckResult::timed_out : CheckResult::failed, {}};
    const wire::CheckReply reply = wire::read_check_reply(held_.reply());
    co_return CheckEvidence{result_of(reply), reply};
}

Result<void> CascadeCheck::prepare(Exchange& check) {
    check.client = checked_.client;
    check.budget = checked_.budget;
    check.body = check.client_body.text();
    check.decision.model = &checker_;
    check.decision.mode = checked_.decision.mode;
    check.decision.ladder = {&checker_};
    check.purpose = Purpose::check;
    check.hold = &held_;
    return wire::read_request(wire::RequestKind::chat, check.client_body, check.view);
}

Task<> CascadeCheck::run(Exchange& check, bool& timed_out) {
    const auto give_up = [this, &timed_out] {
        timed_out = true;
        abort_.request();
    };
    net::Deadline limit(worker_.core.deadlines(), give_up);
    const net::Abort::Listener client_left(checked_.abort, [this] { abort_.request(); });
    if (checked_.abort.requested()) abort_.request();
    limit.arm(checked_.generation->cascade.check_timeout);
    co_return co_await next_(check);
}

}  // namespace greeninfer::pipeline
