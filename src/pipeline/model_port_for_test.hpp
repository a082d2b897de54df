#pragma once
// A deletion model that does what the test says.
#include <functional>
#include <vector>

#include "net/pause.hpp"
#include "optimizer/model_call.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {

class ModelPortForTest final : public optimizer::ModelPort {
public:
    using Answer = std::expected<optimizer::ModelReply, optimizer::LeftAlone>;

    explicit ModelPortForTest(WorkerForTest& it) : it_(it) { it.worker.optimizer = this; }

    boost::asio::awaitable<Answer> ask(optimizer::ModelRequest request, std::chrono::milliseconds limit) override {
        limits.push_back(limit);
        if (delay.count() > 0) co_await net::pause_for(it_.core, delay, abort_);
        requests.push_back(std::move(request));
        co_return answer(requests.back());
    }

    // Every word that is not locked goes.
    static Answer delete_all_open(const optimizer::ModelRequest& request) {
        optimizer::ModelReply reply{.cpu_time = std::chrono::milliseconds(10), .pieces = 20, .decoder_steps = 3};
        for (const std::uint8_t locked : request.locked) reply.deleted.push_back(locked == 0 ? 1 : 0);
        return reply;
    }

    std::function<Answer(const optimizer::ModelRequest&)> answer = delete_all_open;
    std::chrono::milliseconds delay{0};
    std::vector<optimizer::ModelRequest> requests;
    std::vector<std::chrono::milliseconds> limits;

private:
    WorkerForTest& it_;
    net::Abort abort_;
};

}  // namespace greeninfer::pipeline
