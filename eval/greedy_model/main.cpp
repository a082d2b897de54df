// Shortens texts for a model that marks every word, locked ones too, so that only the guards stand between it and the
// text (eval/shortening_guards.py). What is left shows what a mad or malicious model can do.
//
//   greeninfer_greedy_model < TEXTS
//
// JSON lines {"text"} in, and out the lines of `greeninfer shorten`.
#include <simdjson.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>

#include "optimizer/draft.hpp"
#include "wire/json_writer.hpp"

namespace {

using namespace greeninfer::optimizer;

Shortening shortened(const Draft& draft) {
    if (const auto refused = draft.refused()) return draft.leave_alone(*refused);
    if (draft.open_words() == 0) return draft.finish(0.0);
    ModelReply reply;
    reply.deleted.assign(draft.model_request().words.size(), 1);
    return draft.finish(reply, 0.0);
}

std::string line_of(const Shortening& made) {
    std::string out;
    greeninfer::wire::JsonWriter writer(out);
    writer.begin_object().member("text", std::string_view(made.text)).key("left_alone");
    made.left_alone ? writer.value(name_of(*made.left_alone)) : writer.value(nullptr);
    writer.key("deleted").begin_array();
    for (const std::uint32_t word : made.deleted) writer.value(word);
    writer.end_array().member("words", made.words).member("deleted_by_phrases", made.deleted_by_phrases);
    writer.member("cpu_us", 0).member("pieces", 0).member("decoder_steps", 0).end_object();
    return out;
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    simdjson::dom::parser parser;
    for (std::string line; std::getline(std::cin, line);) {
        std::string_view text;
        if (parser.parse(line)["text"].get(text) != simdjson::SUCCESS) {
            std::fputs("greeninfer_greedy_model: a line is not {\"text\"}\n", stderr);
            return 2;
        }
        std::cout << line_of(shortened(Draft(text))) << '\n';
    }
}
