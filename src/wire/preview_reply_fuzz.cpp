// Whatever a model answers, what passes for a preview is bounded text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/preview_reply.hpp"

using namespace greeninfer::wire;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto raw = read_preview({reinterpret_cast<const char*>(bytes), size});
    if (!raw) return 0;
    const auto checked = checked_preview(*raw);
    if (!checked) return 0;
    require(checked->summary.size() <= kPreviewSentences * (kSentenceBytesMax + 1));
    require(checked->outline.size() >= kPreviewPointsLeast && checked->outline.size() <= kPreviewPointsMost);
    for (const auto& point : checked->outline) require(!point.empty() && point.size() <= kPointBytesMax);
    return 0;
}
