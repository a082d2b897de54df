#pragma once
// Keeps the deletion model's process running, and says on the board whether it can be asked.
//
// In a process of its own because llama.cpp ends its process over a bad file or input: that costs a restart with
// back-off, never the gateway. It listens somewhere else after each start, so that a dying process is not mistaken for
// its successor. Lives on the control core.
#include <memory>
#include <string>

#include "fleet/supervised_child.hpp"
#include "net/core.hpp"
#include "net/frame_client.hpp"
#include "optimizer/optimizer_settings.hpp"
#include "pipeline/optimizer_board.hpp"

namespace greeninfer::pipeline {

struct OptimizerChildTiming {
    std::chrono::milliseconds start_poll{10};
    std::chrono::milliseconds start_timeout{30'000};
    std::chrono::milliseconds health_interval{2000};
    int health_failures = 3;  // in a row: then it is replaced
    int failed_after = 3;     // starts in a row that never loaded the model
    fleet::SupervisionSettings supervision = {};
};

class OptimizerChild final : private fleet::ChildProgram {
public:
    // `program`: what understands `optimizer-worker`; unless a test says otherwise the file of this very process.
    OptimizerChild(net::Core& core, const optimizer::OptimizerSettings& settings, OptimizerBoard& board,
                   OptimizerChildTiming timing = {}, std::string program = "/proc/self/exe");

    // Returns at once; the board tells of the rest.
    void start();
    // Ends the process and returns when it is gone. Must be awaited before the end of a started child.
    boost::asio::awaitable<void> stop();

    // Of all processes so far.
    std::chrono::nanoseconds cpu_time() const { return child_.cpu_time(); }
    std::uint64_t starts() const { return child_.starts(); }
    pid_t pid_for_test() const { return child_.pid_for_test(); }

private:
    Result<fleet::ChildCommand> command() override;
    boost::asio::awaitable<void> watch() override;
    void ended(const fleet::ChildEnd& end, std::chrono::nanoseconds delay) override;

    boost::asio::awaitable<bool> becomes_ready();
    boost::asio::awaitable<void> until_unhealthy();
    void ask_whether_it_is_there();
    void publish(OptimizerState state);

    net::Core& core_;
    const optimizer::OptimizerSettings settings_;
    OptimizerBoard& board_;
    const OptimizerChildTiming timing_;
    const std::string program_;
    std::shared_ptr<const net::FrameAddress> address_;
    bool answered_ = false;  // since it was asked last
    int starts_in_vain_ = 0;
    bool stopping_ = false;
    net::FrameClient client_;
    fleet::SupervisedChild child_;
};

}  // namespace greeninfer::pipeline
