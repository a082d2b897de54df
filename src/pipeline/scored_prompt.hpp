#pragma once
// The scorer's view of a request: its turns without JSON escapes.
//
// The body is read in place everywhere else; only the scorer needs the text as text. A bounded part is copied, from the
// newest message back, because the scorer reads no more and an 8 MiB prompt must not hold up a core. One per core; its
// memory is used again.
#include <string>
#include <string_view>
#include <vector>

#include "scorer/prompt.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::pipeline {

class ScoredPrompt {
public:
    // Bytes of one request that are copied, before escapes are taken out.
    static constexpr std::size_t kMaxBytes = 128 * 1024;

    // Valid until the next call. A text that does not fit keeps its beginning and its end.
    scorer::Prompt read(const wire::RequestView& view, std::string_view body);

private:
    struct Piece {
        scorer::Speaker speaker;
        std::size_t begin, end;  // in text_
    };
    void add(scorer::Speaker speaker, std::span<const wire::Span> texts, std::string_view body);
    void append(std::string_view escaped);

    std::string text_;
    std::vector<Piece> pieces_;  // newest first
    std::vector<scorer::Turn> turns_;
    std::size_t left_ = 0;
};

}  // namespace greeninfer::pipeline
