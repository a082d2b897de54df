#include "net/abort.hpp"

#include <cassert>
#include <utility>

namespace greeninfer::net {

Abort::Listener::Listener(Abort& abort, std::move_only_function<void()> on_abort) : abort_(abort) {
    assert(!abort_.on_abort_);
    abort_.on_abort_ = std::move(on_abort);
}

Abort::Listener::~Listener() {
    abort_.on_abort_ = nullptr;
}

void Abort::request() {
    if (std::exchange(requested_, true)) return;
    if (on_abort_) on_abort_();
}

}  // namespace greeninfer::net
