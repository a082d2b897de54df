#pragma once
// Cuts a byte stream into server-sent events, however the network cut it.
//
// Works on bytes, never on decoded text, since a read may end inside a UTF-8 sequence or between CR and LF. An event
// is given as soon as its last byte is there: after a CR that ends an event nobody waits to see whether LF follows;
// if it does, it comes as a frame of its own. Memory is bounded by max_event_bytes. One per stream, on its core.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace greeninfer::wire {

enum class FrameKind : std::uint8_t {
    event,      // has data
    empty,      // comments, fields without data, or blank lines: nothing a client would be given
    line_feed,  // the LF of a CRLF whose CR ended the frame before; belongs to that frame
};

struct Frame {
    FrameKind kind = FrameKind::empty;
    std::string_view raw;      // every byte, line ends included; frames together are the whole stream
    std::string_view data;     // without "data:" and one leading space; several lines joined by LF
    std::string_view name;     // of the "event:" line; empty when there is none
    bool data_in_raw = false;  // `data` is a part of `raw`
    bool has_unsafe = false;   // lines that break clients: id, retry, unknown ones, or a name without data
    bool has_unknown = false;  // a line that no event stream has, such as HTML
};

enum class FrameStatus : std::uint8_t { frame, need_more, too_long };

class EventFramer {
public:
    explicit EventFramer(std::size_t max_event_bytes) : max_event_bytes_(max_event_bytes) {}

    // Adds bytes, which must stay until next() has answered need_more. Once too_long, always too_long.
    void feed(std::string_view bytes);
    // The views in `frame` are valid until the next call.
    FrameStatus next(Frame& frame);

    // Bytes of an event that is not complete yet, after need_more.
    std::string_view unfinished() const { return pending_; }
    // The unfinished rest as if a blank line followed; for the end of the stream.
    bool finish(Frame& frame);

private:
    std::size_t line_end();
    void take_terminator(std::size_t end);
    bool take_late_line_feed(Frame& frame);
    FrameStatus emit(Frame& frame);
    FrameStatus keep_rest();
    void parse(std::string_view raw, Frame& frame);
    void parse_line(std::string_view line, std::size_t& data_lines, Frame& frame);
    void add_data(std::string_view value, std::size_t& data_lines, Frame& frame);

    std::size_t max_event_bytes_;
    std::string_view input_;
    std::size_t cursor_ = 0;       // in input_: begin of what is not yet looked at
    std::size_t event_begin_ = 0;  // in input_
    std::size_t next_lf_ = 0;      // in input_: the first one from cursor_ on, unless cursor_ has passed it
    std::size_t next_cr_ = 0;
    std::string pending_;          // begin of the current event, from earlier input
    std::string event_;            // a whole event that lay across reads
    std::string joined_;           // data of several lines
    std::size_t lines_ = 0;        // of the current event, the blank one excluded
    bool line_has_bytes_ = false;  // the current line began in earlier input
    bool after_cr_ = false;        // the last byte of all input so far was a CR …
    bool after_event_ = false;     // … that ended an event
    bool at_stream_begin_ = true;
    bool too_long_ = false;
};

}  // namespace greeninfer::wire
