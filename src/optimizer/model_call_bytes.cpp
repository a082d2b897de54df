#include "optimizer/model_call_bytes.hpp"

#include "optimizer/byte_reader.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kLastTask = static_cast<std::uint8_t>(ModelTask::rewrite);
constexpr auto kLastReason = static_cast<std::uint8_t>(LeftAlone::not_loaded);
constexpr std::uint8_t kReplied = 0xff;  // in the place of a reason

constexpr std::chrono::hours kCpuTimeMax{1};  // far more than any text takes, and its sums do not overflow
constexpr std::size_t kWordBytesMin = 6;      // its lock, its length, one byte of text

std::vector<std::uint8_t> flags_of(std::string_view bytes, ByteReader& reader) {
    std::vector<std::uint8_t> flags(bytes.begin(), bytes.end());
    for (const std::uint8_t flag : flags) {
        if (flag > 1) reader.refuse();
    }
    return flags;
}

ModelRequest read_request(ByteReader& reader) {
    ModelRequest request;
    const auto task = reader.number<std::uint8_t>();
    const auto words = reader.number<std::uint32_t>();
    if (task > kLastTask || words == 0 || words > reader.left() / kWordBytesMin) {
        reader.refuse();
        return request;
    }
    request.task = static_cast<ModelTask>(task);
    request.words.reserve(words);
    for (std::uint32_t i = 0; i < words && reader.ok(); ++i) {
        request.locked.push_back(reader.number<std::uint8_t>());
        request.words.emplace_back(reader.text());
        if (request.locked.back() > 1 || request.words.back().empty()) reader.refuse();
    }
    return request;
}

ModelReply read_reply(ByteReader& reader) {
    ModelReply reply;
    reply.cpu_time = std::chrono::nanoseconds(static_cast<std::int64_t>(reader.number<std::uint64_t>()));
    if (reply.cpu_time < std::chrono::nanoseconds(0) || reply.cpu_time > kCpuTimeMax) reader.refuse();
    reply.pieces = reader.number<std::uint32_t>();
    reply.decoder_steps = reader.number<std::uint32_t>();
    reply.deleted = flags_of(reader.text(), reader);
    reply.rewritten = reader.text();
    return reply;
}

}  // namespace

std::string to_bytes(const ModelQuestion& question) {
    std::string bytes;
    append_number(bytes, question.number);
    append_number(bytes, static_cast<std::uint64_t>(question.deadline.time_since_epoch().count()));
    append_number(bytes, static_cast<std::uint8_t>(question.request.task));
    append_number(bytes, static_cast<std::uint32_t>(question.request.words.size()));
    for (std::size_t i = 0; i < question.request.words.size(); ++i) {
        append_number(bytes, question.request.locked[i]);
        append_text(bytes, question.request.words[i]);
    }
    return bytes;
}

std::string to_bytes(const ModelAnswer& answer) {
    std::string bytes;
    append_number(bytes, answer.number);
    append_number(bytes, answer.reply ? kReplied : static_cast<std::uint8_t>(answer.reply.error()));
    if (!answer.reply) return bytes;
    const ModelReply& reply = *answer.reply;
    append_number(bytes, static_cast<std::uint64_t>(reply.cpu_time.count()));
    append_number(bytes, reply.pieces);
    append_number(bytes, reply.decoder_steps);
    append_text(bytes, {reinterpret_cast<const char*>(reply.deleted.data()), reply.deleted.size()});
    append_text(bytes, reply.rewritten);
    return bytes;
}

std::optional<ModelQuestion> question_of(std::string_view bytes) {
    ByteReader reader(bytes);
    ModelQuestion question;
    question.number = reader.number<std::uint64_t>();
    question.deadline = Moment(Moment::duration(static_cast<std::int64_t>(reader.number<std::uint64_t>())));
    question.request = read_request(reader);
    if (!reader.ok_and_finished()) return std::nullopt;
    return question;
}

std::optional<ModelAnswer> answer_of(std::string_view bytes) {
    ByteReader reader(bytes);
    ModelAnswer answer;
    answer.number = reader.number<std::uint64_t>();
    const auto reason = reader.number<std::uint8_t>();
    if (reason == kReplied) {
        answer.reply = read_reply(reader);
    } else if (reason <= kLastReason) {
        answer.reply = std::unexpected(static_cast<LeftAlone>(reason));
    } else {
        reader.refuse();
    }
    if (!reader.ok_and_finished()) return std::nullopt;
    return answer;
}

}  // namespace greeninfer::optimizer
