#include "wire/reply_view.hpp"

#include <utility>

#include "wire/json_reader.hpp"
#include "wire/json_text.hpp"
#include "wire/reported_energy_reader.hpp"
#include "wire/usage_reader.hpp"

namespace greeninfer::wire {
namespace {

Error not_understood(Error error) {
    if (error.fault == Fault::invalid_request) {
        error = {.fault = Fault::upstream_failed, .detail = "The model server sent an answer that is not understood."};
    }
    return error;
}

Result<void> read_usage_into(JsonReader& reader, ondemand::value value, std::optional<Usage>& usage) {
    TRY(usage, take_usage(reader, value));
    return {};
}

Result<void> read_energy_into(JsonReader& reader, ondemand::value value, EnergyReport& report) {
    TRY(report, take_energy_object(reader, value));
    return {};
}

// An object `energy` is measured; what stands in usage is a model's.
void settle_energy(ReplyView& view) {
    EnergyReport report = view.usage ? view.usage->reported_energy : EnergyReport{};
    report.give_way_to(view.reported_energy);
    view.reported_energy = report;
    if (view.usage) view.usage->reported_energy = report;
}

// Some servers send "error":null with every answer.
Result<void> read_error(JsonReader& reader, ondemand::value value, bool& is_error) {
    TRY(const auto type, reader.type(value));
    is_error = type == ondemand::json_type::object || type == ondemand::json_type::string;
    return reader.skip(value);
}

// The text in one choice: "message":{"content":…} or "text":….
class AnswerReading {
public:
    explicit AnswerReading(PaddedView body) : reader_(body) {}

    Result<std::string> run() {
        auto read = reader_.read([&](std::string_view name, ondemand::value value) {
            return name == "choices" ? read_choices(value) : reader_.skip(value);
        });
        if (!read) return std::unexpected(not_understood(std::move(read).error()));
        if (!answer_) return fail(Fault::upstream_failed, "The model server sent no answer.");
        return *std::move(answer_);
    }

private:
    Result<void> read_choices(ondemand::value value) {
        return reader_.each_item(value, [&](std::size_t index, ondemand::value choice) {
            return index == 0 ? read_choice(choice) : reader_.skip(choice);
        });
    }

    Result<void> read_choice(ondemand::value choice) {
        return reader_.each_member(choice, [&](std::string_view name, ondemand::value value) {
            if (name == "text") return read_text(value);
            return name == "message" ? read_message(value) : reader_.skip(value);
        });
    }

    Result<void> read_message(ondemand::value message) {
        return reader_.each_member(message, [&](std::string_view name, ondemand::value value) {
            return name == "content" ? read_text(value) : reader_.skip(value);
        });
    }

    Result<void> read_text(ondemand::value value) {
        TRY(const bool is_null, reader_.null(value));
        if (is_null) return {};
        TRY(const auto inside, reader_.string(value));
        append_unescaped(inside, answer_.emplace());
        return {};
    }

    JsonReader reader_;
    std::optional<std::string> answer_;
};

}  // namespace

Result<ReplyView> read_reply(PaddedView body) {
    ReplyView view;
    bool is_error = false;
    {
        JsonReader reader(body);
        auto read = reader.read([&](std::string_view name, ondemand::value value) {
            view.has_members = true;
            if (name == "usage") return read_usage_into(reader, value, view.usage);
            if (name == "energy") return read_energy_into(reader, value, view.reported_energy);
            return name == "error" ? read_error(reader, value, is_error) : reader.skip(value);
        });
        if (!read) return std::unexpected(not_understood(std::move(read).error()));
    }
    settle_energy(view);
    view.last_member_end = body.text().rfind('}');
    if (is_error) view.error = read_upstream_error(0, body.text());
    return view;
}

Result<std::string> read_answer(PaddedView body) {
    return AnswerReading(body).run();
}

std::string receipt_member(const ReplyView& view, std::string_view receipt_json) {
    std::string member = view.has_members ? "," : "";
    member += R"("greeninfer":)";
    member += receipt_json;
    return member;
}

}  // namespace greeninfer::wire
