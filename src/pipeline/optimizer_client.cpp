#include "pipeline/optimizer_client.hpp"

#include <utility>
#include <vector>

#include "net/deadline.hpp"
#include "optimizer/model_call_bytes.hpp"

namespace greeninfer::pipeline {

using boost::asio::awaitable;
using optimizer::LeftAlone, optimizer::ModelReply, optimizer::ModelRequest, optimizer::ModelTask;

namespace {

// One of the texts that may be with the process at a time.
class Place {
public:
    explicit Place(OptimizerBoard& board)
        : board_(board), taken_(board.in_flight.fetch_add(1) < board.in_flight_max.load()) {}
    ~Place() { board_.in_flight.fetch_sub(1); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool taken() const { return taken_; }

private:
    OptimizerBoard& board_;
    bool taken_;
};

// Of the form that was asked for; what it says is for others to judge.
bool fits(const ModelReply& reply, const ModelRequest& request) {
    if (request.task == ModelTask::rewrite) return reply.deleted.empty();
    return reply.deleted.size() == request.words.size() && reply.rewritten.empty();
}

}  // namespace

OptimizerClient::OptimizerClient(net::Core& core, OptimizerBoard& board)
    : core_(core),
      board_(board),
      client_(core, [this](std::string_view bytes) { hear(bytes); }, [this] { give_up_all(); }) {}

awaitable<OptimizerClient::Reply> OptimizerClient::ask(ModelRequest request, std::chrono::milliseconds limit) {
    const auto address = board_.address.load();
    if (address == nullptr) co_return std::unexpected(LeftAlone::not_loaded);
    const Place place(board_);
    if (!place.taken()) co_return std::unexpected(LeftAlone::busy);
    if (!connect(address)) co_return std::unexpected(LeftAlone::failed);
    Reply reply = co_await ask_process(request, limit);
    if (reply && !fits(*reply, request)) co_return std::unexpected(LeftAlone::failed);
    co_return reply;
}

awaitable<OptimizerClient::Reply> OptimizerClient::ask_process(const ModelRequest& request,
                                                               std::chrono::milliseconds limit) {
    const std::uint64_t number = ++last_number_;
    const std::string question = to_bytes(
        optimizer::ModelQuestion{.number = number, .deadline = core_.clock().now() + limit, .request = request});
    if (question.size() > net::kFrameBytesMax) co_return std::unexpected(LeftAlone::too_long);
    Waiting waiting;
    net::Deadline deadline(core_.deadlines(), [&] { give(number, std::unexpected(LeftAlone::late)); });
    deadline.arm(limit);
    waiting_.emplace(number, &waiting);
    client_.send(question);
    if (!waiting.answered.is_set()) co_await waiting.answered.wait();
    co_return std::move(waiting.reply);
}

bool OptimizerClient::connect(const std::shared_ptr<const net::FrameAddress>& address) {
    if (client_.is_connected() && connected_to_ == address) return true;
    client_.close();
    give_up_all();  // who waits for the process that was there before
    connected_to_ = address;
    return client_.connect(*address).has_value();
}

void OptimizerClient::hear(std::string_view bytes) {
    auto answer = optimizer::answer_of(bytes);
    if (answer) return give(answer->number, std::move(answer->reply));
    client_.close();  // it has lost its mind; the next question finds it recovered, or its successor
    give_up_all();
}

// The coroutine goes on at once, inside this call.
void OptimizerClient::give(std::uint64_t number, Reply reply) {
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) return;  // too late
    Waiting& waiting = *found->second;
    waiting_.erase(found);
    waiting.reply = std::move(reply);
    waiting.answered.set();
}

void OptimizerClient::give_up_all() {
    std::vector<std::uint64_t> numbers;
    for (const auto& [number, waiting] : waiting_) numbers.push_back(number);
    for (const std::uint64_t number : numbers) give(number, std::unexpected(LeftAlone::failed));
}

}  // namespace greeninfer::pipeline
