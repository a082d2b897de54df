#pragma once
// Which part of a conversation is read, and how much the rest of it may move the answer about the last message.
//
// The last user message is read on its own and counts in full: 8 KiB of it, first and last half, the rest by its
// length only. All other turns are read together as the background: the newest first, 1 KiB each and 4 KiB in all,
// from the last 64 turns. The background can only raise the score: "and why?" after a proof is not small talk, but a
// simple question after a hard one is still simple. It closes half of the gap for a message of few words and a tenth
// for a long one; a third of that where it is all system prompt, which is the same for every user.
// Tools add 6 points and images 8, at most to 100: the model must also choose and read them.
#include <cstddef>

#include "scorer/prompt.hpp"
#include "scorer/scratch.hpp"

namespace greeninfer::scorer {

inline constexpr std::size_t kMessageBytesMax = 8192;
inline constexpr std::size_t kBackgroundBytesMax = 4096;
inline constexpr std::size_t kBackgroundTurnBytesMax = 1024;
inline constexpr std::size_t kBackgroundTurnsMax = 64;
inline constexpr double kToolPoints = 6;
inline constexpr double kImagePoints = 8;

// The turn that asks: the last of the user or, where there is none, the last of all. The number of turns when there
// are none.
std::size_t asking_turn(const Prompt& prompt);

// Reads the asking turn into scratch.plain.
void read_message(const Prompt& prompt, std::size_t asking, Scratch& scratch);

struct Background {
    bool is_there = false;
    double system_share = 0;  // of its bytes
};
// Reads all other turns into scratch.plain.
Background read_background(const Prompt& prompt, std::size_t asking, Scratch& scratch);

// The part of the gap between message and background that the background closes.
double background_weight(const Background& background, std::size_t message_words);

}  // namespace greeninfer::scorer
