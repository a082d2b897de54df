#pragma once
// `greeninfer score`: scores prompts line by line without a server, for judging the scorer and for looking at a log of
// one's own prompts before anything is routed.
#include <iosfwd>
#include <string>

namespace greeninfer::app {

// Reads JSON lines {id, prompt} until the end and writes {id, score, label, p_right}. `weights`: a file, or empty for
// those built in. Returns the exit status: 0, 1 when the weights cannot be read, 2 at the first line that is wrong,
// which is named on `problems`.
int score_lines(std::istream& in, std::ostream& out, std::ostream& problems, const std::string& weights);

}  // namespace greeninfer::app
