#pragma once
// A glance at one event of a committed stream: does it need more than passing through?
//
// Parsing every event would cost ten times what forwarding it costs. The few member names that matter are found by
// their quotes, 16 bytes at a time. A name inside a text cannot be mistaken for one, since quotes are escaped there;
// what is found is only a reason to parse, except that empty deltas are counted by it.
#include <string_view>

namespace greeninfer::wire {

struct EventMarks {
    bool usage = false;        // a member "usage" that is not null
    bool null_usage = false;   // a member "usage" that is null
    bool error = false;        // a member "error" that is not null
    bool has_content = false;  // a "delta" that is not {} or a "text" that is not ""
};

EventMarks marks_of(std::string_view data);

}  // namespace greeninfer::wire
