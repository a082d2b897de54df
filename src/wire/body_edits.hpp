#pragma once
// Changes to a request body, spliced into the client's bytes: what is not edited goes upstream byte for byte, and
// nothing is copied, because the pieces are written with one gather write.
//
// One per request, used again for each attempt after clear(). The view it is built on, and the body behind that,
// must outlive it.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/request_view.hpp"

namespace greeninfer::wire {

class BodyEdits {
public:
    explicit BodyEdits(const RequestView& view) : view_(view) {}

    // Each of these is called at most once between clear()s, and does nothing when the body says so already.
    void set_model(std::string_view name);
    void ask_for_usage();                // stream_options.include_usage = true; for a body that streams
    void set_streamed();                 // stream = true, and asks for usage
    void set_not_streamed();             // stream = false, stream_options = null
    void ask_for_log_probabilities();    // logprobs = true; for a chat
    void choose_slot(std::size_t slot);  // id_slot; for llama-server. A client's own one counts

    // Replaces the value at `span` by other JSON. Spans of several edits must not overlap.
    void replace(Span span, std::string_view json);

    bool empty() const { return edits_.empty(); }
    void clear();

    std::size_t edited_size_bytes(std::string_view body) const;
    // The edited body in order, as views into `body` and into this object; valid until the next change.
    void pieces(std::string_view body, std::vector<std::string_view>& out) const;
    std::string apply(std::string_view body) const;

private:
    struct Edit {
        Span removed;
        Span inserted;  // in inserted_
    };
    void add(Span removed, std::string_view json);
    void add_first_member(std::string_view member);

    const RequestView& view_;
    std::vector<Edit> edits_;  // in the order of their offsets
    std::string inserted_;
};

}  // namespace greeninfer::wire
