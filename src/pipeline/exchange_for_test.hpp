#pragma once
// One request as the stages see it, with a sink that keeps what would have gone to the client.
#include <functional>
#include <string>

#include "pipeline/exchange.hpp"
#include "pipeline/generation_for_test.hpp"
#include "pipeline/reply_sink.hpp"
#include "pipeline/stage.hpp"

namespace greeninfer::pipeline {

class RecordingSink final : public ReplySink {
public:
    bool committed() const override { return writes > 0; }
    Task<> whole(Exchange&, const net::ResponseHead&, std::span<const std::string_view> body) override {
        ++answers;
        std::string text;
        for (const std::string_view piece : body) text += piece;
        co_return take(text);
    }
    Task<> events(Exchange&, const net::ResponseHead&, std::string_view events) override { co_return take(events); }
    Task<> text(Exchange&, std::string_view text) override {
        ++texts;
        co_return take(text);
    }
    Task<> done(Exchange&) override {
        ++answers;
        co_return take("[done]");
    }
    Task<> keep_alive() override { co_return take(": ping\n\n"); }
    Task<> hold_open(Exchange&) override {
        if (has_left) co_return fail(Fault::client_gone, "the client left");
        ++comments;
        co_return Result<void>();
    }

    std::string written;
    int writes = 0;
    int texts = 0;
    int answers = 0;                     // complete ones
    int comments = 0;                    // to a client whose answer is held back
    bool has_left = false;               // as such a comment finds out
    std::optional<int> gone_after = {};  // writes that the client takes before it leaves

private:
    Result<void> take(std::string_view bytes) {
        if (gone_after && writes >= *gone_after) return fail(Fault::client_gone, "the client left");
        ++writes;
        written += bytes;
        return {};
    }
};

class ExchangeForTest {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    ExchangeForTest(std::shared_ptr<const Generation> generation, std::string body, const Fields& fields = {})
        : text_(std::move(body)), head_(head_with(fields)), padded_(wire::PaddedView::of(text_)) {
        exchange.generation = std::move(generation);
        if (exchange.generation && exchange.generation->grid_board)
            exchange.grid = exchange.generation->grid_board->now();
        exchange.client_body = padded_;
        exchange.body = padded_.text();
        exchange.request_id = "req_1";
        exchange.received_at = SystemClock().now();
        exchange.local_peer = true;
    }

    ExchangeForTest(const ExchangeForTest&) = delete;
    ExchangeForTest& operator=(const ExchangeForTest&) = delete;

    ExchangeForTest& native() {
        exchange.dialect = wire::Dialect::native;
        return *this;
    }

    // As the stages before dispatch leave it: the body read, the model found.
    ExchangeForTest& read(wire::RequestKind kind = wire::RequestKind::chat) {
        exchange.kind = kind;
        exchange.view = wire::read_request(kind, padded_).value();
        exchange.decision.model = exchange.generation->catalogue.find(exchange.view.model);
        return *this;
    }

    // As the dispatch stage leaves it for an attempt.
    ExchangeForTest& at(std::size_t endpoint) {
        exchange.outcome.endpoint = exchange.generation->fleet->endpoints_of(*exchange.decision.model)[endpoint];
        exchange.outcome.attempts = 1;
        exchange.outcome.attempt_open = true;
        exchange.outcome.sent_at = SystemClock().now();
        return *this;
    }

private:
    static net::RequestHead head_with(const Fields& fields) {
        net::RequestHead head{.method = "POST", .target = "/v1/chat/completions", .fields = {}};
        for (const auto& [name, value] : fields) head.fields.add(name, value);
        return head;
    }

    std::string text_;
    net::RequestHead head_;
    wire::PaddedView padded_;

public:
    net::Abort abort;
    RecordingSink sink;
    Exchange exchange{.generation = nullptr, .head = head_, .client_body = padded_, .abort = abort, .sink = sink};
};

// The end of a chain of stages: does what the test says, or succeeds.
class LastStage final : public Stage {
public:
    using Act = std::function<Result<void>(Exchange&)>;
    explicit LastStage(Act act = [](Exchange&) { return Result<void>(); }) : act_(std::move(act)) {}
    Task<> handle(Exchange& exchange, Next) override { co_return act_(exchange); }

    // The chain that holds this stage alone.
    static std::vector<std::unique_ptr<Stage>> chain(Act act) {
        std::vector<std::unique_ptr<Stage>> stages;
        stages.push_back(std::make_unique<LastStage>(std::move(act)));
        return stages;
    }

private:
    Act act_;
};

}  // namespace greeninfer::pipeline
