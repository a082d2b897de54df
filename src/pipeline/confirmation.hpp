#pragma once
// Looks at the id of a confirmed preview before anything is spent on the request: whether it is one that this server
// made, still holds, and belongs to this client and this prompt. Closes the open preview of words that run in full.
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Confirmation final : public Stage {
public:
    explicit Confirmation(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    Result<void> verify(Exchange& exchange, const wire::Confirm& confirm);
    void close_open_preview(const Exchange& exchange);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
