#include "wire/token_list.hpp"

#include <limits>

#include "wire/json_reader.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::wire {

void append_tokenize_body(std::string_view text, std::string& out) {
    JsonWriter writer(out);
    writer.begin_object().member("content", text).member("add_special", false).end_object();
}

Result<std::uint64_t> read_token_count(PaddedView answer) {
    JsonReader reader(answer);
    std::optional<std::uint64_t> count;
    auto read = reader.read([&](std::string_view name, ondemand::value value) -> Result<void> {
        if (name != "tokens") return reader.skip(value);
        count = 0;
        return reader.each_item(value, [&](std::size_t, ondemand::value token) {
            ++*count;
            return reader.skip(token);
        });
    });
    if (!read || !count) return fail(Fault::upstream_failed, "the tokenizer's answer is no list of tokens");
    return *count;
}

Result<std::vector<std::uint32_t>> read_tokens(PaddedView answer) {
    JsonReader reader(answer);
    std::vector<std::uint32_t> tokens;
    auto read = reader.read([&](std::string_view name, ondemand::value value) -> Result<void> {
        if (name != "tokens") return reader.skip(value);
        return reader.each_item(value, [&](std::size_t, ondemand::value item) -> Result<void> {
            TRY(const auto token, reader.whole_number(item, 0, std::numeric_limits<std::uint32_t>::max()));
            if (!token) return wrong("must be a number");
            tokens.push_back(*token);
            return {};
        });
    });
    if (!read || tokens.empty()) return fail(Fault::upstream_failed, "the tokenizer's answer is no list of tokens");
    return tokens;
}

}  // namespace greeninfer::wire
