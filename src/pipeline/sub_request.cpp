#include "pipeline/sub_request.hpp"

#include "net/deadline.hpp"
#include "pipeline/reply_sink.hpp"

namespace greeninfer::pipeline {

namespace {

// It is read where it is held; nothing of it is ever written.
class NoSink final : public ReplySink {
public:
    bool committed() const override { return false; }
    Task<> whole(Exchange&, const net::ResponseHead&, std::span<const std::string_view>) override { return refuse(); }
    Task<> events(Exchange&, const net::ResponseHead&, std::string_view) override { return refuse(); }
    Task<> text(Exchange&, std::string_view) override { return refuse(); }
    Task<> done(Exchange&) override { return refuse(); }
    Task<> keep_alive() override { return refuse(); }

private:
    static Task<> refuse() { co_return fail(Fault::internal, "the gateway's own request has no client"); }
};

net::RequestHead head_of(const net::RequestHead& client) {
    net::RequestHead head{.method = "POST", .target = "/v1/chat/completions", .fields = {}};
    for (const std::string_view name : {"traceparent", "tracestate"}) {
        if (const auto value = client.fields.find(name)) head.fields.add(name, *value);
    }
    return head;
}

}  // namespace

Task<> SubRequest::send(std::string body, const models::Model& model, Purpose purpose, std::chrono::nanoseconds limit) {
    body_ = std::move(body);
    head_ = head_of(outer_.head);
    NoSink sink;
    Exchange inner{.generation = outer_.generation,
                   .head = head_,
                   .local_peer = outer_.local_peer,
                   .received_at = worker_.now(),
                   .request_id = outer_.request_id,
                   .route = outer_.route,
                   .client_body = wire::PaddedView::of(body_),
                   .abort = abort_,
                   .sink = sink,
                   .grid = outer_.grid};
    if (auto prepared = prepare(inner, model, purpose); !prepared) co_return prepared;
    auto done = co_await run(inner, limit);
    charge(inner);
    if (outer_.abort.requested()) co_return fail(Fault::client_gone, "the client closed the connection");
    if (!done && timed_out_) co_return fail(Fault::upstream_timeout, "it took longer than its time limit");
    co_return done;
}

Result<void> SubRequest::prepare(Exchange& inner, const models::Model& model, Purpose purpose) {
    inner.client = outer_.client;
    inner.department = outer_.department;
    inner.budget = outer_.budget;
    inner.body = inner.client_body.text();
    inner.decision.model = &model;
    inner.decision.mode = outer_.decision.mode;
    inner.decision.ladder = {&model};
    inner.purpose = purpose;
    inner.hold = &held_;
    return wire::read_request(wire::RequestKind::chat, inner.client_body, inner.view);
}

Task<> SubRequest::run(Exchange& inner, std::chrono::nanoseconds limit) {
    const auto give_up = [this] {
        timed_out_ = true;
        abort_.request();
    };
    net::Deadline deadline(worker_.core.deadlines(), give_up);
    const net::Abort::Listener client_left(outer_.abort, [this] { abort_.request(); });
    if (outer_.abort.requested()) abort_.request();
    deadline.arm(limit);
    co_return co_await next_(inner);
}

void SubRequest::charge(const Exchange& inner) {
    attempts_ = inner.outcome.attempts;
    endpoint_ = inner.outcome.endpoint;
    for (Charge part : inner.outcome.charges) {
        // It was not the client who ended it.
        if (timed_out_ && part.failed_with == Fault::client_gone) part.failed_with = Fault::upstream_timeout;
        outer_.outcome.charges.push_back(std::move(part));
    }
}

}  // namespace greeninfer::pipeline
