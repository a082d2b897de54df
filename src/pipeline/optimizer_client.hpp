#pragma once
// A core's way to the deletion model: asks its process, and never waits longer than it may.
//
// One connection, made when it is first needed, carries all questions of the core; answers find theirs by number. Not
// more than the board allows are with the process at a time, over all cores; what is beyond is told `busy` here,
// without a system call. An answer that comes too late finds nobody and is thrown away. Whatever the process sends, it
// can do no more than mark words (Draft::finish checks the marks). Lives on its core.
#include <cstdint>
#include <unordered_map>

#include "net/core.hpp"
#include "net/event.hpp"
#include "net/frame_client.hpp"
#include "optimizer/model_call.hpp"
#include "pipeline/optimizer_board.hpp"

namespace greeninfer::pipeline {

class OptimizerClient final : public optimizer::ModelPort {
public:
    OptimizerClient(net::Core& core, OptimizerBoard& board);

    boost::asio::awaitable<std::expected<optimizer::ModelReply, optimizer::LeftAlone>> ask(
        optimizer::ModelRequest request, std::chrono::milliseconds limit) override;

private:
    using Reply = std::expected<optimizer::ModelReply, optimizer::LeftAlone>;

    struct Waiting {
        Reply reply = std::unexpected(optimizer::LeftAlone::failed);
        net::Event answered;
    };

    boost::asio::awaitable<Reply> ask_process(const optimizer::ModelRequest& request, std::chrono::milliseconds limit);
    bool connect(const std::shared_ptr<const net::FrameAddress>& address);
    void hear(std::string_view bytes);
    void give(std::uint64_t number, Reply reply);
    void give_up_all();

    net::Core& core_;
    OptimizerBoard& board_;
    net::FrameClient client_;
    std::shared_ptr<const net::FrameAddress> connected_to_;
    std::unordered_map<std::uint64_t, Waiting*> waiting_;  // each in the frame of its coroutine
    std::uint64_t last_number_ = 0;
};

}  // namespace greeninfer::pipeline
