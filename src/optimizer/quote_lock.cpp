#include "optimizer/lock_rules.hpp"
#include "optimizer/quoted_spans.hpp"

namespace greeninfer::optimizer {

void lock_quotes(const Reading& reading, Locks locks) {
    for (const QuotedSpan& span : quoted_spans(reading.text())) {
        const auto [first, last] = reading.words_in(span.begin, span.end);
        for (std::size_t at = first; at < last; ++at) lock(locks, at, Lock::quoted);
    }
}

}  // namespace greeninfer::optimizer
