// What the deterministic half of the shortener costs. Finding phrases in 100 words is to take below 50 µs; the whole of
// it runs for each text that a user wrote.
#include <benchmark/benchmark.h>

#include <string>

#include "optimizer/draft.hpp"
#include "optimizer/phrase_file.hpp"
#include "optimizer/phrase_places.hpp"
#include "optimizer/subsequence.hpp"

namespace greeninfer::optimizer {
namespace {

// A hundred words, a third of them filler.
const std::string& verbose_text() {
    static const std::string text =
        "Hi there! I hope this message finds you well. I was wondering if you could please explain the difference "
        "between "
        "a stack and a queue. Basically, I would like to know when a programmer would choose the former, and which of "
        "them is really better for a printer that has many jobs. By the way, it would be great if you could also give "
        "an "
        "example of each. To be honest, my teacher said that the answer is obvious, but it is not. The answer must not "
        "be longer than a page, if that is possible. Thank you so much in advance for your help and your time!";
    return text;
}

std::string repeated(std::string_view word, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text.append(word).append(" ");
    return text;
}

void phrases_in_100_words(benchmark::State& state) {
    const std::vector<Word> words = split_words(verbose_text());
    const Reading reading(verbose_text(), words);
    const std::vector<Lock> locks = lock_words(verbose_text(), words);
    const PhraseBook& book = PhraseBook::built_in();
    for (auto _ : state) benchmark::DoNotOptimize(phrase_words(reading, locks, book));
}
BENCHMARK(phrases_in_100_words);

void locks_of_100_words(benchmark::State& state) {
    const std::vector<Word> words = split_words(verbose_text());
    for (auto _ : state) benchmark::DoNotOptimize(lock_words(verbose_text(), words));
}
BENCHMARK(locks_of_100_words);

void draft_of_100_words(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Draft(verbose_text()).finish(0.1));
}
BENCHMARK(draft_of_100_words);

// The most that one text may cost: as long as is allowed, and all of it filler.
void draft_of_400_pleases(benchmark::State& state, std::string_view please) {
    const std::string text = repeated(please, Draft::kMaxWords - 1) + "draw";
    for (auto _ : state) benchmark::DoNotOptimize(Draft(text).finish(0.1));
}
BENCHMARK_CAPTURE(draft_of_400_pleases, small, "please");
BENCHMARK_CAPTURE(draft_of_400_pleases, capital, "Please");

// Marks that open and never close, in the most bytes that are let in.
void locks_of_16_kib(benchmark::State& state, std::string_view marks) {
    const std::string text = repeated(marks, Draft::kMaxBytes / (marks.size() + 1));
    const std::vector<Word> words = split_words(text);
    for (auto _ : state) benchmark::DoNotOptimize(lock_words(text, words));
}
BENCHMARK_CAPTURE(locks_of_16_kib, single_quotes, "('x('x('x('x('x('x('x('x('x('x('x('x('x");
BENCHMARK_CAPTURE(locks_of_16_kib, tags, "<a><b><c><d><e><f><g><h><i><j><k><l><m>");
BENCHMARK_CAPTURE(locks_of_16_kib, brackets, "{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[{[");
BENCHMARK_CAPTURE(locks_of_16_kib, backticks, "`a``a```a````a`````a``````a```````a````````a");
BENCHMARK_CAPTURE(locks_of_16_kib, all, "`{<\"'>[`{<\"'>[`{<\"'>[`{<\"'>[`{<\"'>[");

void read_the_phrases(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(read_phrases(embedded_phrases(), "bench"));
}
BENCHMARK(read_the_phrases)->Unit(benchmark::kMillisecond);

// 400 words of one or two pieces, a third of them written.
void decode_and_align_400_words(benchmark::State& state) {
    std::vector<SourceWord> words;
    for (Piece i = 0; i < 400; ++i)
        words.push_back({i % 3 == 0 ? std::vector<Piece>{i % 50, 60} : std::vector<Piece>{i % 50}});
    for (auto _ : state) {
        Subsequence automaton(words, -1);
        std::vector<Piece> written;
        while (written.size() < 180 && !automaton.finished()) {
            const Piece piece = automaton.allowed()[automaton.allowed().size() > 1 ? 1 : 0];
            automaton.step(piece);
            if (piece >= 0) written.push_back(piece);
        }
        benchmark::DoNotOptimize(align(words, written));
    }
}
BENCHMARK(decode_and_align_400_words);

}  // namespace
}  // namespace greeninfer::optimizer
