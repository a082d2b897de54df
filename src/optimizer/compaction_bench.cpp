// What compaction costs. The target is below 100 ms for a conversation of 8 MiB, whatever it is.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "optimizer/compaction.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kBytes = 8U << 20U;
constexpr std::size_t kPartBytes = 64U << 10U;

struct Dice {
    std::uint32_t state = 12345;
    std::uint32_t below(std::uint32_t end) {
        state = state * 1664525 + 1013904223;
        return static_cast<std::uint32_t>((static_cast<std::uint64_t>(state) * end) >> 32U);
    }
};

std::string prose_of(std::size_t bytes, Dice& dice) {
    static constexpr std::array kWords{"energy", "of", "the",   "system", "that", "between", "water", "market",
                                       "model",  "a",  "which", "river",  "is",   "to",      "not",   "city"};
    std::string text;
    for (std::size_t line = 0; text.size() < bytes;) {
        text += kWords[dice.below(kWords.size())];
        text += dice.below(40) == 0 ? "  " : " ";
        if (text.size() - line < 90) continue;
        text += dice.below(6) == 0 ? "\n\n" : "\n";
        line = text.size();
    }
    return text;
}

std::string json_of(std::size_t bytes, Dice& dice) {
    std::string text = "[\n";
    while (text.size() < bytes) {
        text += "  {\n    \"id\": " + std::to_string(dice.below(100000)) +
                ",\n    \"tags\": [\n      \"a\",\n      \"b\"\n    ]\n  },\n";
    }
    return text + "  null\n]\n";
}

std::string log_of(std::size_t bytes, Dice& dice) {
    std::string text;
    while (text.size() < bytes) {
        text += "2026-01-02T10:00:00Z INFO request " + std::to_string(dice.below(1U << 24U)) + " served in 12 ms\n";
    }
    return text;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + piece.size());
    while (text.size() < bytes) text += piece;
    return text;
}

void run(benchmark::State& state, const std::vector<std::string>& texts) {
    std::vector<Part> parts;
    std::size_t bytes = 0;
    for (const std::string& text : texts) {
        parts.push_back({parts.size() % 2 == 0 ? PartKind::tool_result : PartKind::user, text});
        bytes += text.size();
    }
    std::uint64_t saved = 0;
    for (auto _ : state) {
        const Compacted compacted = compact(parts, {});
        saved = 0;
        for (const std::uint64_t of_kind : compacted.bytes_saved) saved += of_kind;
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
    state.counters["saved_pct"] = 100.0 * static_cast<double>(saved) / static_cast<double>(bytes);
}

template <class Make>
std::vector<std::string> many(Make make) {
    Dice dice;
    std::vector<std::string> texts;
    while (texts.size() * kPartBytes < kBytes) texts.push_back(make(kPartBytes, dice));
    return texts;
}

void BM_Prose(benchmark::State& state) {
    run(state, many(prose_of));
}
void BM_Json(benchmark::State& state) {
    run(state, many(json_of));
}
void BM_Logs(benchmark::State& state) {
    run(state, many(log_of));
}
void BM_OneDocumentAgainAndAgain(benchmark::State& state) {
    Dice dice;
    run(state, std::vector<std::string>(kBytes / kPartBytes, prose_of(kPartBytes, dice)));
}
void BM_AShortPrompt(benchmark::State& state) {
    Dice dice;
    run(state, {prose_of(1024, dice)});
}

// One text that is a piece over and over, and the same as two parts.
void adversarial(benchmark::State& state, std::string_view piece) {
    run(state, {repeated(piece, kBytes / 2), "x\n" + repeated(piece, kBytes / 2)});
}
void BM_Newlines(benchmark::State& state) {
    adversarial(state, "\n");
}
void BM_OneLetterLines(benchmark::State& state) {
    adversarial(state, "x\n");
}
void BM_ShortLines(benchmark::State& state) {
    adversarial(state, "x = y + 12 * z\n");
}
void BM_QuoteMarks(benchmark::State& state) {
    adversarial(state, ">");
}
void BM_DeepQuotes(benchmark::State& state) {
    adversarial(state, ">>>>>> a line that is quoted often\n");
}
void BM_AlternatingQuotes(benchmark::State& state) {
    adversarial(state, "> a line that is quoted\n>>>> a line that is quoted more\n");
}
void BM_Brackets(benchmark::State& state) {
    adversarial(state, "[\n");
}
void BM_BrokenObjects(benchmark::State& state) {
    adversarial(state, "{\"a\": [1, 2, {\"b\":\n");
}
void BM_Fences(benchmark::State& state) {
    adversarial(state, "```json\n{\"a\": 1, \"b\": \n");
}
void BM_Blanks(benchmark::State& state) {
    adversarial(state, "  ");
}
void BM_OneLine(benchmark::State& state) {
    adversarial(state, "word  ");
}
void BM_QuotationMarks(benchmark::State& state) {
    adversarial(state, "it's \"' odd`\n");
}

// Each line was seen, no stretch of them is long enough: every search begins and none ends well.
void BM_NearRepeats(benchmark::State& state) {
    Dice dice;
    const std::string first = prose_of(kBytes / 2, dice);
    std::string second = "x\n";
    for (std::size_t at = 0; at + 400 < first.size();) {
        at = first.find('\n', dice.below(static_cast<std::uint32_t>(first.size() - 400))) + 1;
        second += first.substr(at, 190) + "\n\n";
        if (second.size() > first.size()) break;
    }
    run(state, {first, second});
}

// All lines of a fence are those of another but the last: as much is compared as can be, for nothing.
void BM_NearlyTheSameFences(benchmark::State& state) {
    Dice dice;
    const std::string code = "```\n" + log_of(kPartBytes, dice);
    std::vector<std::string> texts;
    for (std::size_t count = 0; count < kBytes / kPartBytes; ++count) {
        texts.push_back("x\n" + code + std::to_string(count) + "\n```\n");
    }
    run(state, texts);
}

BENCHMARK(BM_AShortPrompt);
BENCHMARK(BM_Prose)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Json)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Logs)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OneDocumentAgainAndAgain)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Newlines)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OneLetterLines)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ShortLines)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_QuoteMarks)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_DeepQuotes)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AlternatingQuotes)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Brackets)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_BrokenObjects)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Fences)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Blanks)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_OneLine)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_QuotationMarks)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_NearRepeats)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_NearlyTheSameFences)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace greeninfer::optimizer
