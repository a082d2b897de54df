// Whatever a publisher sends: what is decoded is whole, and decoding ends without exhausting anything.
#include <cstdint>
#include <cstdlib>

#include "fleet/kv_event.hpp"

using namespace greeninfer::fleet;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

struct Whole {
    void operator()(const KvBlocksStored& event) const {
        require(event.tokens_per_block > 0 && event.plain_blocks <= event.hashes.size());
        require(event.hashes.empty() || event.tokens.size() == event.hashes.size() * event.tokens_per_block);
    }
    void operator()(const KvBlocksRemoved& /*event*/) const {}
    void operator()(const KvAllCleared& /*event*/) const {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto batch = decode_kv_events({reinterpret_cast<const char*>(bytes), size});
    if (!batch) return 0;
    for (const KvEvent& event : batch->events) std::visit(Whole{}, event);
    return 0;
}
