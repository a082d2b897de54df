#include "wire/stream_chunk.hpp"

#include <string>

#include "wire/json_reader.hpp"
#include "wire/reported_energy_reader.hpp"
#include "wire/usage_reader.hpp"

namespace greeninfer::wire {
namespace {

class ChunkReading {
public:
    explicit ChunkReading(std::string& data) : reader_(PaddedView::of(data)) {}

    Result<StreamChunk> run();

private:
    Result<void> read_member(std::string_view name, ondemand::value value);
    Result<void> read_usage_member(ondemand::value value);
    Result<void> read_energy_member(ondemand::value value);
    Result<void> read_choices(ondemand::value value);
    Result<void> read_choice_member(std::string_view name, ondemand::value value);
    Result<void> read_delta(ondemand::value value);
    Result<bool> says_something(ondemand::value value, int depth);
    Result<void> note(ondemand::value value, bool& flag, int depth = kLookedAtDepth);

    static constexpr int kLookedAtDepth = 8;  // what lies deeper is taken for something said

    JsonReader reader_;
    StreamChunk chunk_;
    std::size_t last_end_ = 0;  // behind the member before; 0 for the first
};

Result<StreamChunk> ChunkReading::run() {
    auto read = reader_.read([&](std::string_view name, ondemand::value value) { return read_member(name, value); });
    if (!read) return std::unexpected(std::move(read).error());
    const std::string_view text = reader_.text();
    chunk_.receipt_offset = text.rfind('}');
    return chunk_;
}

Result<void> ChunkReading::read_member(std::string_view name, ondemand::value value) {
    const char* begin = reader_.begin_of(value);
    Result<void> read;
    if (name == "choices") {
        read = read_choices(value);
    } else if (name == "usage") {
        read = read_usage_member(value);
    } else if (name == "energy") {
        read = read_energy_member(value);
    } else if (name == "error") {
        read = note(value, chunk_.is_error);
    } else {
        read = reader_.skip(value);
    }
    const Span span = reader_.span_of(reader_.bytes_since(begin));
    last_end_ = span.offset + span.size_bytes;
    return read;
}

Result<void> ChunkReading::read_usage_member(ondemand::value value) {
    const std::string_view text = reader_.text();
    const char* value_begin = reader_.begin_of(value);
    TRY(chunk_.usage, take_usage(reader_, value));
    const Span span = reader_.span_of(reader_.bytes_since(value_begin));
    std::size_t begin = last_end_;
    std::size_t end = span.offset + span.size_bytes;
    if (begin == 0) {
        begin = text.find('{') + 1;
        const std::size_t next = text.find_first_not_of(" \t\r\n", end);
        if (next != std::string_view::npos && text[next] == ',') end = next + 1;
    }
    chunk_.usage_member = {begin, end - begin};
    return {};
}

Result<void> ChunkReading::read_energy_member(ondemand::value value) {
    TRY(chunk_.reported_energy, take_energy_object(reader_, value));
    return {};
}

Result<void> ChunkReading::read_choices(ondemand::value value) {
    TRY(const bool is_null, reader_.null(value));
    if (is_null) return {};
    return reader_.each_item(value, [&](std::size_t, ondemand::value choice) {
        chunk_.has_choices = true;
        return reader_.each_member(
            choice, [&](std::string_view name, ondemand::value member) { return read_choice_member(name, member); });
    });
}

Result<void> ChunkReading::read_choice_member(std::string_view name, ondemand::value value) {
    if (name == "delta") return read_delta(value);
    if (name == "text" || name == "logprobs") return note(value, chunk_.has_content);
    if (name == "finish_reason") return note(value, chunk_.has_finish);
    return reader_.skip(value);
}

// Whatever a delta brings beside the role is content, so that new kinds of it commit the stream too.
Result<void> ChunkReading::read_delta(ondemand::value value) {
    TRY(const bool is_null, reader_.null(value));
    if (is_null) return {};
    return reader_.each_member(value, [&](std::string_view name, ondemand::value member) {
        return name == "role" ? reader_.skip(member) : note(member, chunk_.has_content);
    });
}

Result<void> ChunkReading::note(ondemand::value value, bool& flag, int depth) {
    TRY(const bool says, says_something(value, depth));
    flag = flag || says;
    return {};
}

// Null, false, "", [] and {} say nothing, nor does what holds only such.
Result<bool> ChunkReading::says_something(ondemand::value value, int depth) {
    TRY(const auto type, reader_.type(value));
    bool says = type == ondemand::json_type::number || depth == 0;
    Result<void> read;
    if (depth > 0 && type == ondemand::json_type::object) {
        read = reader_.each_member(value, [&](auto, ondemand::value part) { return note(part, says, depth - 1); });
    } else if (depth > 0 && type == ondemand::json_type::array) {
        read = reader_.each_item(value, [&](auto, ondemand::value part) { return note(part, says, depth - 1); });
    } else {
        const std::string_view token = value.raw_json_token();
        says = says || token.starts_with("true") || (type == ondemand::json_type::string && !token.starts_with("\"\""));
        read = reader_.skip(value);
    }
    if (!read) return std::unexpected(std::move(read).error());
    return says;
}

}  // namespace

Result<StreamChunk> read_stream_chunk(std::string_view data) {
    // The data lies in a network buffer without padding; a copy of some hundred bytes is all it costs.
    thread_local std::string copy;
    copy = data;
    auto chunk = ChunkReading(copy).run();
    if (!chunk) return fail(Fault::upstream_failed, "The model server sent an event that is not understood.");
    return chunk;
}

}  // namespace greeninfer::wire
