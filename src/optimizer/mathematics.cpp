#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"
#include "optimizer/refusal.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kNumberWords = std::to_array<std::string_view>(
    {"dozen",    "eight",     "eighteen", "eighty", "eleven",  "fifteen", "fifty",    "five",
     "forty",    "four",      "fourteen", "half",   "hundred", "nine",    "nineteen", "ninety",
     "seven",    "seventeen", "seventy",  "six",    "sixteen", "sixty",   "ten",      "third",
     "thirteen", "thirty",    "thousand", "three",  "twelve",  "twenty",  "twice",    "two"});
static_assert(std::ranges::is_sorted(kNumberWords));

// What is asked about numbers in a word problem.
constexpr auto kSums = std::to_array<std::string_view>(
    {"altogether", "area",        "average", "calculate",  "combined", "cost",    "difference",
     "divided",    "earn",        "far",     "fraction",   "left",     "long",    "many",
     "mean",       "median",      "much",    "multiplied", "old",      "percent", "percentage",
     "perimeter",  "probability", "product", "profit",     "ratio",    "remain",  "remaining",
     "remainder",  "speed",       "sum",     "total",      "value",    "volume"});

// That alone say what it is.
constexpr auto kSubjects = std::to_array<std::string_view>(
    {"algebra",    "antiderivative", "coefficient", "congruent", "cosine",    "derivative",   "determinant",
     "eigenvalue", "eigenvalues",    "equation",    "equations", "factorial", "hypotenuse",   "inequality",
     "integer",    "integers",       "integral",    "integrate", "lemma",     "logarithm",    "matrix",
     "modulo",     "polynomial",     "prove",       "quadratic", "theorem",   "trigonometric"});
static_assert(std::ranges::is_sorted(kSubjects));

bool is_number(const ReadWord& word) {
    return std::ranges::any_of(word.core, is_digit) || is_in(kNumberWords, word.normal);
}

bool is_formula(const ReadWord& word) {
    const std::string_view raw = word.raw;
    return raw.contains("\\frac") || raw.contains("\\(") || raw.contains("\\[") || raw.contains("$$") ||
           raw.contains("^") || raw == "=" || raw == "+" || raw == "\xc3\x97";
}

}  // namespace

bool is_mathematics(const Reading& reading) {
    std::size_t numbers = 0;
    std::size_t sums = 0;
    std::size_t formulas = 0;
    std::size_t subjects = 0;
    for (std::size_t at = 0; at < reading.size(); ++at) {
        const ReadWord& word = reading[at];
        numbers += is_number(word) ? 1 : 0;
        sums += std::ranges::find(kSums, word.normal) != kSums.end() ? 1 : 0;
        formulas += is_formula(word) ? 1 : 0;
        subjects += is_in(kSubjects, word.normal) ? 1 : 0;
    }
    return (numbers >= 2 && sums >= 1) || numbers >= 5 || (formulas >= 1 && numbers >= 2) || formulas >= 2 ||
           subjects >= 1;
}

}  // namespace greeninfer::optimizer
