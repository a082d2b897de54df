// Whatever is sent as the id of a preview, only what this server sealed opens, and bytes that unpack are those that
// pack() writes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "pipeline/base64url.hpp"
#include "pipeline/preview_ticket.hpp"

using namespace greeninfer::pipeline;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const PreviewSeal seal("the key of the fuzzer", false);
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto opened = seal.open(text);
    if (opened) require(seal.seal(*opened) == text);
    const auto decoded = from_base64url(text);
    if (decoded) require(base64url(*decoded) == text);
    const auto ticket = unpack(text);
    if (ticket) require(pack(*ticket) == text);
    return 0;
}
