#include "wire/shortening_line.hpp"

#include "wire/json_reader.hpp"
#include "wire/json_text.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::wire {

Result<std::string> read_shortening_line(std::string line) {
    JsonReader reader(PaddedView::of(line));
    std::optional<std::string_view> text;
    const auto on_member = [&](std::string_view name, ondemand::value value) -> Result<void> {
        if (name != "text") return reader.skip(value);
        TRY(text, reader.string(value));
        return {};
    };
    if (auto done = reader.read(on_member); !done) return std::unexpected(in_words(std::move(done).error()));
    if (!text) return fail(Fault::invalid_request, "'text' is missing: each line is {\"text\"}", "text");
    std::string unescaped;
    append_unescaped(*text, unescaped);
    return unescaped;
}

void append_shortened_line(const ShortenedLine& line, std::string& out) {
    JsonWriter writer(out);
    writer.begin_object().member("text", line.text).key("left_alone");
    line.left_alone ? writer.value(*line.left_alone) : writer.value(nullptr);
    writer.key("deleted").begin_array();
    for (const std::uint32_t word : line.deleted) writer.value(word);
    writer.end_array().member("words", line.words).member("deleted_by_phrases", line.deleted_by_phrases);
    writer.key("cpu_us").measure(line.cpu_us).member("pieces", line.pieces);
    writer.member("decoder_steps", line.decoder_steps).end_object();
    out.push_back('\n');
}

}  // namespace greeninfer::wire
