#pragma once
// One JSON value, checked by the letter of RFC 8259 and copied without the white space between its tokens; private to
// this layer.
//
// A parser that reads and prints again would change numbers (1.0, 1e400), escapes, and objects that name a key twice.
// This one copies tokens byte by byte. It also finds the end of a value that other text follows, which parsers of whole
// documents do not, and says how far it came, so that nobody reads a broken text twice.
#include <cstddef>
#include <string>
#include <string_view>

namespace greeninfer::optimizer {

struct CopiedJson {
    bool valid = false;
    std::size_t end = 0;  // offset behind the value, or of the byte that is wrong
};

// Appends the value that `text` begins with (an object or a list) to `out`; of an invalid one, what was read so far.
CopiedJson copy_compact_json(std::string_view text, std::string& out);

}  // namespace greeninfer::optimizer
