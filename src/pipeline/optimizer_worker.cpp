#include "pipeline/optimizer_worker.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "optimizer/t5_model.hpp"

namespace greeninfer::pipeline {

using optimizer::LeftAlone, optimizer::ModelAnswer, optimizer::ModelQuestion;

namespace {

constexpr int kNoSocket = 1;
constexpr int kNoModel = 3;

int report(const Error& error, int status) {
    fmt::print(stderr, "greeninfer: {}\n", error.detail);
    return status;
}

}  // namespace

Result<std::unique_ptr<OptimizerWorker>> OptimizerWorker::start(const net::FrameAddress& address, std::size_t queue_max,
                                                                Answer answer, const Clock& clock) {
    std::unique_ptr<OptimizerWorker> worker(new OptimizerWorker(queue_max, std::move(answer), clock));
    auto* const self = worker.get();
    TRY(worker->server_,
        net::FrameServer::listen(address, [self](auto from, std::string_view bytes) { self->take(from, bytes); }));
    return worker;
}

void OptimizerWorker::run() {
    while (!server_->is_stopped()) {
        if (queue_.empty()) server_->wait();
        server_->poll();  // all that came meanwhile, so that the queue is seen to be full
        if (!queue_.empty()) answer_next();
    }
}

void OptimizerWorker::stop() {
    server_->stop();
}

void OptimizerWorker::take(net::FrameServer::Connection from, std::string_view bytes) {
    auto question = optimizer::question_of(bytes);
    if (!question) return;  // it is not from this program; its sender runs into its time limit
    if (queue_.size() >= queue_max_) {
        const ModelAnswer busy{.number = question->number, .reply = std::unexpected(LeftAlone::busy)};
        return server_->send(from, to_bytes(busy));
    }
    queue_.push_back({.from = from, .question = *std::move(question)});
}

void OptimizerWorker::answer_next() {
    const Waiting next = std::move(queue_.front());
    queue_.pop_front();
    ModelAnswer answer{.number = next.question.number, .reply = std::unexpected(LeftAlone::late)};
    if (clock_.now() < next.question.deadline) answer.reply = answer_(next.question.request, next.question.deadline);
    server_->send(next.from, to_bytes(answer));
}

int run_optimizer_worker(const OptimizerWorkerOptions& options) {
    const char* const key = std::getenv(kOptimizerKeyVariable);
    if (key == nullptr || *key == '\0') {
        return report({Fault::not_ready,
                       fmt::format("{} is not set; the gateway starts this command itself", kOptimizerKeyVariable)},
                      kNoSocket);
    }
    const net::FrameAddress address{.name = options.socket, .key = std::make_shared<const config::Secret>(key)};
    static const SystemClock clock;
    auto model = optimizer::T5Model::load(options.model, {.threads = options.threads}, clock);
    if (!model) return report(model.error(), kNoModel);
    const auto answer = [&](const optimizer::ModelRequest& request, Moment deadline) {
        return (*model)->answer(request, deadline);
    };
    const auto worker = OptimizerWorker::start(address, options.queue, answer, clock);
    if (!worker) return report(worker.error(), kNoSocket);
    (*worker)->run();
    return EXIT_SUCCESS;
}

}  // namespace greeninfer::pipeline
