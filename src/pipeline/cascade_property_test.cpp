// Whatever models and checkers do: the client sees at most one answer, of one model, and every call is charged.
#include <rapidcheck.h>

#include "pipeline/cascade_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

Part any_part() {
    Part part;
    part.text = *rc::gen::element<std::string>("fine", "", "I am not sure.", "I cannot help with that.");
    if (*rc::gen::inRange(0, 4) == 0) {
        part.fails = *rc::gen::element(Fault::upstream_failed, Fault::upstream_timeout, Fault::upstream_rejected,
                                       Fault::carbon_budget_exceeded, Fault::not_ready);
    }
    part.check = *rc::gen::element<std::string>("YES", "no", "The", "");
    if (*rc::gen::arbitrary<bool>()) part.p_yes = *rc::gen::inRange(1, 1000) / 1000.0;
    if (*rc::gen::arbitrary<bool>()) part.own_log_probability = -*rc::gen::inRange(0, 500) / 100.0;
    return part;
}

TEST(CascadeProperty, OneAnswerOfOneModelAndEveryCallCharged) {
    rc::check([] {
        CascadeForTest it;
        for (const char* name : {"s", "m", "l"}) it.parts[name] = any_part();
        it.generation->cascade.max_escalations = *rc::gen::inRange<std::size_t>(0, 4);
        it.generation->cascade.streaming = *rc::gen::element(
            CascadeStreaming::verify_first, CascadeStreaming::draft_events, CascadeStreaming::commit_immediately);
        std::optional<int> gone_after;
        if (*rc::gen::inRange(0, 3) == 0) gone_after = 0;
        const auto done = it.send(*rc::gen::element<std::string>("", R"("stream":true,)"), gone_after);

        const std::string& written = it.written();
        int whose = 0;
        for (const char* name : {"<s>", "<m>", "<l>"}) whose += written.contains(name) ? 1 : 0;
        RC_ASSERT(whose <= 1);
        RC_ASSERT(it.one->exchange.outcome.charges.size() == it.calls().size());
        RC_ASSERT(it.report().escalations <= it.generation->cascade.max_escalations);
        RC_ASSERT(!it.path().empty());
        RC_ASSERT(done.has_value() || written.empty());
        if (done && whose == 1) RC_ASSERT(written.contains("<" + it.path().back() + ">"));
        if (done) RC_ASSERT(it.one->exchange.decision.model->settings.name == it.path().back());
    });
}

}  // namespace
}  // namespace greeninfer::pipeline
