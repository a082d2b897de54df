#pragma once
// Words that show that a request goes on behind a phrase, and what kind of request it is.
//
// "Could you explain" is courtesy, "could you swim" is a question; "I have a question how ..." may lose its front,
// "I have a question about ..." may not. The lists are short on purpose: a verb that is missing keeps its frame.
#include <string_view>

namespace greeninfer::optimizer {

// Verbs that begin a request: "explain", "write".
bool is_imperative(std::string_view normal);
// The same without those that ask about an ability or an opinion behind "can you": "speak", "play", "recommend".
bool is_task_verb(std::string_view normal);
// Words that begin a question: "what", "is".
bool is_question_word(std::string_view normal);
// The same without those that join a clause to a noun: "a question which ...".
bool is_plain_question_word(std::string_view normal);

}  // namespace greeninfer::optimizer
