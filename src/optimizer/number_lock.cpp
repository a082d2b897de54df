#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"
#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kNumberWords = std::to_array<std::string_view>(
    {"april",   "august",   "billion",  "billions", "both",      "couple",   "december",  "double",   "dozen",
     "dozens",  "eight",    "eighteen", "eighth",   "eighty",    "eleven",   "february",  "fifteen",  "fifth",
     "fifty",   "first",    "five",     "forty",    "four",      "fourteen", "fourth",    "friday",   "half",
     "halves",  "hundred",  "hundreds", "january",  "july",      "june",     "million",   "millions", "monday",
     "nine",    "nineteen", "ninety",   "ninth",    "november",  "october",  "one",       "pair",     "percent",
     "quarter", "quarters", "saturday", "second",   "september", "seven",    "seventeen", "seventh",  "seventy",
     "single",  "six",      "sixteen",  "sixth",    "sixty",     "sunday",   "ten",       "tenth",    "third",
     "thirds",  "thirteen", "thirty",   "thousand", "thousands", "three",    "thrice",    "thursday", "trillion",
     "triple",  "tuesday",  "twelve",   "twenty",   "twice",     "two",      "wednesday", "zero"});
static_assert(std::ranges::is_sorted(kNumberWords));

bool has_digit(std::string_view word) {
    return std::ranges::any_of(word, is_digit);
}

// "twenty-five", "two-thirds"
bool is_number_word(std::string_view normal) {
    while (!normal.empty()) {
        const std::size_t end = std::min(normal.find('-'), normal.size());
        if (is_in(kNumberWords, normal.substr(0, end))) return true;
        normal.remove_prefix(std::min(end + 1, normal.size()));
    }
    return false;
}

bool ends_clause(const ReadWord& word) {
    return word.ends_sentence || word.pauses;
}

}  // namespace

void lock_numbers(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks) {
    for (std::size_t at = 0; at < reading.size(); ++at) {
        const ReadWord& word = reading[at];
        const bool digits = has_digit(word.raw);
        const bool sign = word.raw.find_first_of("%$") != std::string_view::npos;
        if (!digits && !sign && (in_courtesy[at] != 0 || !is_number_word(word.normal))) continue;
        lock(locks, at, Lock::number);
        // What is counted belongs to the number: "5 minutes", "three examples".
        if (!ends_clause(word) && at + 1 < reading.size() && !reading[at + 1].begins_line) {
            lock(locks, at + 1, Lock::number);
        }
    }
}

}  // namespace greeninfer::optimizer
