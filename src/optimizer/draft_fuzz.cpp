// Any bytes as a text, any marks of a model: nothing that is protected goes, what is left are whole words in order with
// white space that was there, and shortening again changes nothing. Byte 0 ends the text; the rest are marks.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/draft.hpp"
#include "optimizer/verification.hpp"

using namespace greeninfer::optimizer;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check(std::string_view text, const Shortening& done) {
    if (done.left_alone) {
        require(done.text == text && done.deleted.empty());
        return;
    }
    const std::vector<Word> words = split_words(text);
    const std::vector<Lock> locks = lock_words(text, words);
    for (const std::uint32_t at : done.deleted) require(at < words.size() && locks[at] == Lock::none);
    require(done.deleted_by_phrases <= done.deleted.size() && done.words == words.size());
    require(verify(text, done.text, done.deleted, locks) == Breach::none);
    const Draft again(done.text);
    require(again.refused() || again.finish(0).text == done.text);
}

ModelReply reply_for(const Draft& draft, std::string_view marks) {
    const ModelRequest request = draft.model_request();
    require(request.words.size() == request.locked.size());
    ModelReply reply;
    for (std::size_t i = 0; i < request.words.size(); ++i) {
        reply.deleted.push_back(marks.empty() ? 1 : static_cast<std::uint8_t>(marks[i % marks.size()]) & 1U);
    }
    return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(bytes), size);
    const std::size_t end = std::min(all.find('\0'), all.size());
    const std::string_view text = all.substr(0, end);
    const std::string_view marks = all.substr(std::min(end + 1, all.size()));
    const Draft draft(text);
    check(text, draft.finish(0));
    if (draft.refused()) return 0;
    check(text, draft.finish(reply_for(draft, marks), 0));
    const Shortening rewritten = draft.finish_rewrite({.rewritten = std::string(marks)}, 0);
    require(rewritten.text == (rewritten.left_alone ? text : marks));
    return 0;
}
