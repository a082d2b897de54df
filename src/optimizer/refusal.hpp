#pragma once
// Texts that are not shortened at all, because every word of them may matter or because they are somebody else's words.
//
// Locks work word by word; in a word problem, a poem to be rewritten, or an e-mail to be answered the harm is done by
// words that look harmless. Pure.
#include <optional>

#include "optimizer/left_alone.hpp"
#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

// no_text, code, mathematics, foreign_language, pasted_text; nothing when the text may be shortened.
std::optional<LeftAlone> refusal_of(const Reading& reading);

bool is_mathematics(const Reading& reading);  // word problems, equations, formulas
bool is_pasted(const Reading& reading);       // lyrics, e-mails, transcripts, text to be worked on, mostly quotes

}  // namespace greeninfer::optimizer
