#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

Delivery Exchange::delivery(const fleet::Endpoint& endpoint) const {
    if (native) return Delivery::texts;
    if (view.stream) return Delivery::relayed;
    return endpoint.always_stream && kind != wire::RequestKind::embedding ? Delivery::assembled : Delivery::whole;
}

}  // namespace greeninfer::pipeline
