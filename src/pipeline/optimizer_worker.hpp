#pragma once
// The other end of optimizer_client.hpp: the process that holds the deletion model and answers questions about texts.
//
// One thread, one text at a time, in the order in which they came: the model is fast and a second text beside it would
// only make both late. What would wait behind too many is told so at once, and what is late before its turn costs no
// work. Holds no text longer than that, and writes none anywhere.
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "net/frame_server.hpp"
#include "optimizer/model_call_bytes.hpp"

namespace greeninfer::pipeline {

class OptimizerWorker {
public:
    using Answer = std::function<std::expected<optimizer::ModelReply, optimizer::LeftAlone>(
        const optimizer::ModelRequest&, Moment)>;

    // not_ready when somebody else listens there. `queue_max`: texts that wait, beside the one in work.
    static Result<std::unique_ptr<OptimizerWorker>> start(const net::FrameAddress& address, std::size_t queue_max,
                                                          Answer answer, const Clock& clock);

    void run();   // until stop()
    void stop();  // from any thread

private:
    struct Waiting {
        net::FrameServer::Connection from;
        optimizer::ModelQuestion question;
    };

    OptimizerWorker(std::size_t queue_max, Answer answer, const Clock& clock)
        : queue_max_(queue_max), answer_(std::move(answer)), clock_(clock) {}
    void take(net::FrameServer::Connection from, std::string_view bytes);
    void answer_next();

    const std::size_t queue_max_;
    const Answer answer_;
    const Clock& clock_;
    std::unique_ptr<net::FrameServer> server_;
    std::deque<Waiting> queue_;
};

struct OptimizerWorkerOptions {
    std::string model;  // GGUF; empty: the built-in one
    std::string socket;
    std::size_t queue = 8;
    std::uint32_t threads = 1;
};

// The name of the environment variable that holds the key: arguments can be read by every user of the machine.
inline constexpr const char* kOptimizerKeyVariable = "GREENINFER_OPTIMIZER_KEY";

// Loads the model, then serves until the process is ended. Returns the exit status when it cannot: 1 without a socket
// or key, 3 without a model, with the reason on standard error.
int run_optimizer_worker(const OptimizerWorkerOptions& options);

}  // namespace greeninfer::pipeline
