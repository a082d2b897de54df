#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"
#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

// A dot between letters: a domain, a file, a member; "e.g." and "i.e." have nothing behind it.
bool has_dot_inside(std::string_view core) {
    for (std::size_t i = 1; i + 1 < core.size(); ++i) {
        if (core[i] == '.' && !is_blank(core[i - 1]) && (is_letter(core[i + 1]) || is_digit(core[i + 1]))) return true;
    }
    return false;
}

bool is_address(const ReadWord& word) {
    return word.raw.contains('/') || word.raw.contains('\\') || (word.raw.contains('@') && word.raw.contains('.')) ||
           word.raw.starts_with('~') || word.normal.starts_with("www.") || has_dot_inside(word.core);
}

}  // namespace

void lock_addresses(const Reading& reading, Locks locks) {
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (is_address(reading[at])) lock(locks, at, Lock::address);
    }
}

}  // namespace greeninfer::optimizer
