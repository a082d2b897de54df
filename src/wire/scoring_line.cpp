#include "wire/scoring_line.hpp"

#include <optional>

#include "wire/json_reader.hpp"
#include "wire/json_text.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::wire {

Result<ScoringLine> read_scoring_line(std::string line) {
    JsonReader reader(PaddedView::of(line));
    ScoringLine read{.id = "null", .prompt = {}};
    std::optional<std::string_view> prompt;
    const auto on_member = [&](std::string_view name, ondemand::value value) -> Result<void> {
        if (name == "prompt") {
            TRY(prompt, reader.string(value));
            return {};
        }
        const char* const begin = reader.begin_of(value);
        if (auto skipped = reader.skip(value); !skipped) return skipped;
        if (name == "id") read.id = reader.bytes_since(begin);
        return {};
    };
    if (auto done = reader.read(on_member); !done) return std::unexpected(in_words(std::move(done).error()));
    if (!prompt)
        return fail(Fault::invalid_request, "'prompt' is missing: each line is {\"id\", \"prompt\"}", "prompt");
    append_unescaped(*prompt, read.prompt);
    return read;
}

void append_scored_line(const ScoredLine& line, std::string& out) {
    JsonWriter writer(out);
    writer.begin_object().key("id").raw(line.id).key("score").measure(line.score).member("label", line.label);
    writer.key("p_right").begin_object().key("small").measure(line.p_right[0]).key("medium").measure(line.p_right[1]);
    writer.key("large").measure(line.p_right[2]).end_object().end_object();
    out.push_back('\n');
}

}  // namespace greeninfer::wire
