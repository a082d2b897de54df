#pragma once
// What a checker said about an answer: the probability of YES, or at least its word.
//
// Servers differ in everything but the question: tokens come as "YES", " Yes" or "▁yes", some servers give no
// log-probabilities without saying so, some write -9999 or NaN, some talk in place of judging. Whatever is not sound
// evidence is none, so that the next kind of evidence is asked for. Pure.
#include <optional>
#include <string_view>

namespace greeninfer::wire {

struct CheckReply {
    std::optional<double> p_yes;         // P(YES) / (P(YES) + P(NO)), 0 to 1
    std::optional<bool> said_yes;        // its first word, when that is YES or NO
    bool has_log_probabilities = false;  // the server gave some, sound or not
};

// Nothing is known when `reply` is not a chat completion.
CheckReply read_check_reply(std::string_view reply);

}  // namespace greeninfer::wire
