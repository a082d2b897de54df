#include "net/pause.hpp"

#include "net/wait_list.hpp"

namespace greeninfer::net {

boost::asio::awaitable<bool> pause_for(Core& core, std::chrono::nanoseconds time, Abort& abort) {
    WaitList nobody_notifies;
    co_return co_await nobody_notifies.wait(core.deadlines(), time, abort) != WaitList::Woken::aborted;
}

}  // namespace greeninfer::net
