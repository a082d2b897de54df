// Whatever model servers do, one request gets at most one answer.
#include <rapidcheck.h>

#include "pipeline/dispatch_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

Act any_act() {
    using enum Act;
    return *rc::gen::element(stream, json, reject, rate_limit, fail, cut_at_once, cut_before_text, error_before_text,
                             cut_after_text);
}

// A stream is no answer to who asked for one body.
bool answers(Act act, bool streamed) {
    return act == Act::json || (streamed && act == Act::stream);
}

TEST(DispatchProperty, AtMostOneAnswerAndNoAttemptTooMany) {
    rc::check([] {
        std::deque<Act> acts;
        for (int i = *rc::gen::inRange(1, 7); i > 0; --i) acts.push_back(any_act());
        DispatchForTest it(*rc::gen::inRange<std::size_t>(1, 4), acts);
        it.settings.retries = *rc::gen::inRange<std::size_t>(0, 5);
        it.settings.breaker.failures = *rc::gen::element<std::size_t>(1, 3, 1000);
        const bool streamed = *rc::gen::arbitrary<bool>();
        const auto done =
            it.send(streamed ? kStreamedBody : R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");

        const std::vector<Act> made = it.acts();
        RC_ASSERT(!made.empty());
        RC_ASSERT(made.size() <= it.settings.retries + 1);
        RC_ASSERT(made.size() == it.one->exchange.outcome.attempts);
        RC_ASSERT(it.one->sink.answers == (done ? 1 : 0));
        RC_ASSERT(it.in_flight() == 0);
        RC_ASSERT(done.has_value() == answers(made.back(), streamed));
        for (std::size_t i = 0; i + 1 < made.size(); ++i) {
            RC_ASSERT(!answers(made[i], streamed));
            RC_ASSERT(!streamed || made[i] != Act::cut_after_text);  // committed
            RC_ASSERT(made[i] != Act::reject);
        }
    });
}

}  // namespace
}  // namespace greeninfer::pipeline
