#include "wire/usage.hpp"

#include <string>

#include "wire/reported_energy_reader.hpp"
#include "wire/usage_reader.hpp"

namespace greeninfer::wire {
namespace {

Result<std::optional<std::uint64_t>> take_count(JsonReader& reader, ondemand::value value) {
    TRY(const auto type, reader.type(value));
    std::uint64_t count = 0;
    if (type == ondemand::json_type::number && !value.get_uint64().get(count)) return count;
    if (auto skipped = reader.skip(value); !skipped) return std::unexpected(std::move(skipped).error());
    return std::nullopt;
}

Result<void> take_count(JsonReader& reader, ondemand::value value, std::optional<std::uint64_t>& count) {
    TRY(count, take_count(reader, value));
    return {};
}

Result<void> take_cached(JsonReader& reader, ondemand::value value, CachedTokens& cached) {
    TRY(const auto count, take_count(reader, value));
    cached = count ? CachedTokens{CachedTokens::State::known, *count} : CachedTokens{CachedTokens::State::null, 0};
    return {};
}

Result<void> take_carbon(JsonReader& reader, ondemand::value value, EnergyReport& report) {
    TRY(report, take_carbon_object(reader, value));
    return {};
}

// Servers that know no details send null, or nothing.
template <class OnMember>
Result<void> take_details(JsonReader& reader, ondemand::value value, OnMember on_member) {
    TRY(const auto type, reader.type(value));
    if (type != ondemand::json_type::object) return reader.skip(value);
    return reader.each_member(value, on_member);
}

Result<void> take_member(JsonReader& reader, std::string_view name, ondemand::value value, Usage& usage) {
    if (name == "prompt_tokens") return take_count(reader, value, usage.prompt_tokens);
    if (name == "completion_tokens") return take_count(reader, value, usage.completion_tokens);
    if (name == "total_tokens") return take_count(reader, value, usage.total_tokens);
    if (name == "carbon") return take_carbon(reader, value, usage.reported_energy);
    if (name == "prompt_tokens_details") {
        return take_details(reader, value, [&](std::string_view detail, ondemand::value count) {
            return detail == "cached_tokens" ? take_cached(reader, count, usage.cached_tokens) : reader.skip(count);
        });
    }
    if (name == "completion_tokens_details") {
        return take_details(reader, value, [&](std::string_view detail, ondemand::value count) {
            return detail == "reasoning_tokens" ? take_count(reader, count, usage.reasoning_tokens)
                                                : reader.skip(count);
        });
    }
    return reader.skip(value);
}

void write_cached(const CachedTokens& cached, JsonWriter& writer) {
    if (cached.state == CachedTokens::State::absent) return;
    writer.key("prompt_tokens_details").begin_object();
    if (cached.state == CachedTokens::State::null) {
        writer.member("cached_tokens", nullptr);
    } else {
        writer.member("cached_tokens", cached.tokens);
    }
    writer.end_object();
}

}  // namespace

Result<std::optional<Usage>> take_usage(JsonReader& reader, ondemand::value value) {
    TRY(const auto type, reader.type(value));
    Usage usage;
    const bool is_object = type == ondemand::json_type::object;
    auto taken = is_object ? reader.each_member(value,
                                                [&](std::string_view name, ondemand::value member) {
                                                    return take_member(reader, name, member, usage);
                                                })
                           : reader.skip(value);
    if (!taken) return std::unexpected(std::move(taken).error());
    return is_object ? std::optional(usage) : std::nullopt;
}

std::optional<Usage> read_usage(std::string_view json) {
    std::string text(json);
    JsonReader reader(PaddedView::of(text));
    Usage usage;
    const auto read = reader.read(
        [&](std::string_view name, ondemand::value member) { return take_member(reader, name, member, usage); });
    return read ? std::optional(usage) : std::nullopt;
}

void write_usage(const Usage& usage, JsonWriter& writer) {
    writer.begin_object();
    writer.member("prompt_tokens", usage.prompt_tokens).member("completion_tokens", usage.completion_tokens);
    writer.member("total_tokens", usage.total_tokens);
    write_cached(usage.cached_tokens, writer);
    if (usage.reasoning_tokens) {
        writer.key("completion_tokens_details").begin_object();
        writer.member("reasoning_tokens", usage.reasoning_tokens).end_object();
    }
    writer.end_object();
}

}  // namespace greeninfer::wire
