// Whatever bytes come from the other process, they are refused or are exactly what the message read from them writes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "optimizer/model_call_bytes.hpp"

using namespace greeninfer::optimizer;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto question = question_of(bytes)) {
        require(!question->request.words.empty());
        require(question->request.locked.size() == question->request.words.size());
        require(to_bytes(*question) == bytes);
    }
    if (const auto answer = answer_of(bytes)) require(to_bytes(*answer) == bytes);
    return 0;
}
