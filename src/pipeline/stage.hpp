#pragma once
// One step of a request, and the rest of the steps as a value that is free to copy and safe to await.
#include <memory>
#include <span>

#include "base/task.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

class Stage;
using Stages = std::span<const std::unique_ptr<Stage>>;

class Next {
public:
    explicit Next(Stages rest) : rest_(rest) {}
    Task<> operator()(Exchange& exchange) const;

private:
    Stages rest_;
};

class Stage {
public:
    virtual ~Stage() = default;
    // Ends the request with an error, or hands it on. An error before ReplySink's commit point becomes the answer.
    virtual Task<> handle(Exchange& exchange, Next next) = 0;
};

inline Task<> Next::operator()(Exchange& exchange) const {
    return rest_.front()->handle(exchange, Next(rest_.subspan(1)));
}

}  // namespace greeninfer::pipeline
