// Whatever a checker answers, a probability is one, and an answer that is no JSON is no evidence.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/answer_view.hpp"
#include "wire/check_reply.hpp"

using namespace greeninfer::wire;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const CheckReply reply = read_check_reply(text);
    if (reply.p_yes) require(reply.has_log_probabilities && *reply.p_yes >= 0 && *reply.p_yes <= 1);
    const auto view = read_answer_view(text);
    if (view && view->log_probabilities) {
        require(std::isfinite(view->log_probabilities->mean) && view->log_probabilities->mean <= 0);
        require(view->log_probabilities->least <= view->log_probabilities->mean + 1e-3);
    }
    return 0;
}
