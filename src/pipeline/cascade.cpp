#include "pipeline/cascade.hpp"

#include "pipeline/cascade_run.hpp"

namespace greeninfer::pipeline {

Task<> Cascade::handle(Exchange& exchange, Next next) {
    const bool is_open = !exchange.decision.chosen_by_client && exchange.kind != wire::RequestKind::embedding;
    if (!is_open || !exchange.generation->cascade.enabled || exchange.decision.ladder.empty()) {
        co_return co_await next(exchange);
    }
    CascadeRun run(worker_, memory_, exchange, next);
    co_return co_await run.run();
}

}  // namespace greeninfer::pipeline
