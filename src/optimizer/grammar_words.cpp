#include "optimizer/grammar_words.hpp"

#include <algorithm>
#include <array>

#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kImperatives = std::to_array<std::string_view>(
    {"add",       "adjust",    "analyse",   "analyze",     "answer",    "arrange",   "book",      "brainstorm",
     "build",     "buy",       "calculate", "call",        "cancel",    "change",    "check",     "choose",
     "cite",      "classify",  "code",      "collect",     "compare",   "compose",   "compute",   "construct",
     "contrast",  "convert",   "correct",   "count",       "create",    "criticize", "critique",  "debug",
     "deduce",    "define",    "delete",    "demonstrate", "derive",    "describe",  "design",    "determine",
     "develop",   "discuss",   "draft",     "draw",        "edit",      "elaborate", "enumerate", "estimate",
     "evaluate",  "examine",   "expand",    "explain",     "extract",   "fill",      "find",      "fix",
     "forecast",  "format",    "generate",  "get",         "give",      "help",      "identify",  "illustrate",
     "imagine",   "implement", "improve",   "include",     "increase",  "interpret", "invent",    "justify",
     "list",      "look",      "make",      "model",       "name",      "optimise",  "optimize",  "order",
     "organise",  "organize",  "outline",   "paraphrase",  "pay",       "pick",      "plan",      "play",
     "plot",      "point",     "predict",   "prepare",     "program",   "proofread", "propose",   "prove",
     "provide",   "put",       "rank",      "rate",        "read",      "recommend", "refactor",  "remind",
     "remove",    "rename",    "repeat",    "rephrase",    "replace",   "report",    "reserve",   "reset",
     "review",    "rewrite",   "schedule",  "script",      "search",    "select",    "send",      "set",
     "share",     "show",      "simplify",  "simulate",    "sketch",    "solve",     "sort",      "speak",
     "spell",     "start",     "state",     "stop",        "structure", "suggest",   "sum",       "summarise",
     "summarize", "switch",    "take",      "teach",       "tell",      "test",      "text",      "trace",
     "track",     "transfer",  "translate", "turn",        "update",    "use",       "verify",    "view",
     "visualize", "walk",      "write"});
constexpr auto kTaskVerbs = std::to_array<std::string_view>(
    {"add",      "adjust",     "analyse",   "analyze",   "answer",    "arrange",   "book",      "brainstorm",
     "build",    "calculate",  "call",      "cancel",    "change",    "check",     "cite",      "classify",
     "collect",  "compare",    "compose",   "compute",   "contrast",  "convert",   "correct",   "count",
     "create",   "criticize",  "critique",  "debug",     "deduce",    "define",    "delete",    "demonstrate",
     "derive",   "describe",   "design",    "determine", "develop",   "discuss",   "draft",     "draw",
     "edit",     "elaborate",  "enumerate", "estimate",  "evaluate",  "examine",   "expand",    "explain",
     "extract",  "fill",       "find",      "fix",       "format",    "generate",  "give",      "help",
     "identify", "illustrate", "implement", "improve",   "include",   "interpret", "invent",    "justify",
     "list",     "make",       "name",      "optimise",  "optimize",  "order",     "organise",  "organize",
     "outline",  "paraphrase", "plan",      "plot",      "point",     "prepare",   "proofread", "propose",
     "prove",    "provide",    "put",       "rank",      "rate",      "refactor",  "remind",    "remove",
     "rename",   "repeat",     "rephrase",  "replace",   "report",    "reserve",   "reset",     "review",
     "rewrite",  "schedule",   "search",    "select",    "send",      "set",       "share",     "show",
     "simplify", "simulate",   "sketch",    "solve",     "sort",      "spell",     "start",     "state",
     "stop",     "structure",  "sum",       "summarise", "summarize", "switch",    "teach",     "tell",
     "trace",    "track",      "transfer",  "translate", "turn",      "update",    "verify",    "visualize",
     "walk",     "write"});
constexpr auto kQuestionWords = std::to_array<std::string_view>(
    {"am",    "are", "can",    "could", "did",   "do",   "does",   "has",  "have",   "how",   "how's",
     "is",    "may", "should", "was",   "were",  "what", "what's", "when", "when's", "where", "where's",
     "which", "who", "who's",  "whom",  "whose", "why",  "why's",  "will", "would"});
constexpr auto kPlainQuestionWords = std::to_array<std::string_view>(
    {"are", "did", "do", "does", "how", "how's", "is", "what", "what's", "where", "who", "why"});

static_assert(std::ranges::is_sorted(kImperatives) && std::ranges::is_sorted(kTaskVerbs));
static_assert(std::ranges::is_sorted(kQuestionWords) && std::ranges::is_sorted(kPlainQuestionWords));

}  // namespace

bool is_imperative(std::string_view normal) {
    return is_in(kImperatives, normal);
}

bool is_task_verb(std::string_view normal) {
    return is_in(kTaskVerbs, normal);
}

bool is_question_word(std::string_view normal) {
    return is_in(kQuestionWords, normal);
}

bool is_plain_question_word(std::string_view normal) {
    return is_in(kPlainQuestionWords, normal);
}

}  // namespace greeninfer::optimizer
