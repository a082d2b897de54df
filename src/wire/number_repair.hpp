#pragma once
// Makes JSON of what some model servers write for a number they do not have: NaN and Infinity become null.
//
// No JSON parser takes these words, so one of them among the log-probabilities would cost the whole answer. Works on
// a stream as the network cut it; what stands inside strings is left alone. One per answer, no I/O.
#include <string>
#include <string_view>

namespace greeninfer::wire {

class NumberRepair {
public:
    // Appends to `out` what is certain by now; the begin of a word at the end of `bytes` waits for its rest.
    void feed(std::string_view bytes, std::string& out);
    void finish(std::string& out);

private:
    void take(char byte, std::string& out);
    void end_word(std::string& out);

    std::string word_;  // letters outside of strings, with the sign in front
    bool in_string_ = false;
    bool after_backslash_ = false;
};

std::string with_repaired_numbers(std::string_view json);

}  // namespace greeninfer::wire
