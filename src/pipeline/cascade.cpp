#include "pipeline/cascade.hpp"

#include "pipeline/cascade_run.hpp"

namespace greeninfer::pipeline {

Task<> Cascade::handle(Exchange& exchange, Next next) {
    if (!takes_part(exchange)) co_return co_await next(exchange);
    CascadeRun run(worker_, exchange, next);
    co_return co_await run.run();
}

}  // namespace greeninfer::pipeline
