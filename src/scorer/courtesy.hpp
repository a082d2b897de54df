#pragma once
// Takes greetings, requests for help and thanks off both ends of a message, in fourteen languages.
//
// Politeness says nothing about difficulty, but a trained model takes words it has only seen in small talk for small
// talk: "Good morning! … Many thanks in advance!" lowered scores by seven points. Only whole phrases at the ends go;
// the middle of a message is never touched. Pure.
#include <string_view>

namespace greeninfer::scorer {

// What is left of a message in plain code points; empty when it was nothing but courtesy.
std::u32string_view without_courtesy(std::u32string_view message);

}  // namespace greeninfer::scorer
