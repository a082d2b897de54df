#include "app/shorten_command.hpp"

#include <ctime>
#include <istream>
#include <memory>
#include <ostream>

#include "optimizer/draft.hpp"
#include "optimizer/t5_model.hpp"
#include "wire/shortening_line.hpp"

namespace greeninfer::app {

namespace {

using optimizer::Draft;
using optimizer::ModelReply;
using optimizer::Shortening;
using optimizer::T5Model;

// Nobody waits here; a text that takes this long is a fault.
constexpr std::chrono::minutes kTimeLimit{1};

double cpu_us() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e6 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_nsec);
}

Result<std::unique_ptr<T5Model>> load(const ShortenOptions& options, const Clock& clock) {
    if (options.no_model) return nullptr;
    TRY(auto model, T5Model::load(options.model, {.threads = options.threads}, clock));
    optimizer::T5Thresholds thresholds = model->thresholds();
    if (options.threshold_free) thresholds = {};
    thresholds.gate = options.gate.value_or(thresholds.gate);
    thresholds.keep_below = options.keep_below.value_or(thresholds.keep_below);
    thresholds.delete_above = options.delete_above.value_or(thresholds.delete_above);
    model->set_thresholds(thresholds);
    return model;
}

// As the gateway does it with gate: always.
Shortening shorten(std::string_view text, T5Model* model, const ShortenOptions& options, ModelReply& reply,
                   const Clock& clock) {
    const Draft draft(text);
    if (const auto refused = draft.refused()) return draft.leave_alone(*refused);
    if (draft.open_words() == 0 || model == nullptr) return draft.finish(options.min_saving);
    optimizer::ModelRequest request = draft.model_request();
    if (options.rewrite) request.task = optimizer::ModelTask::rewrite;
    auto answer = model->answer(request, clock.now() + kTimeLimit);
    if (!answer) return draft.leave_alone(answer.error());
    reply = *std::move(answer);
    return options.rewrite ? draft.finish_rewrite(reply, options.min_saving) : draft.finish(reply, options.min_saving);
}

void append(const Shortening& shortening, const ModelReply& reply, double spent_us, std::string& printed) {
    std::optional<std::string_view> left_alone;
    if (shortening.left_alone) left_alone = name_of(*shortening.left_alone);
    wire::append_shortened_line({.text = shortening.text,
                                 .left_alone = left_alone,
                                 .deleted = shortening.deleted,
                                 .words = shortening.words,
                                 .deleted_by_phrases = shortening.deleted_by_phrases,
                                 .cpu_us = spent_us,
                                 .pieces = reply.pieces,
                                 .decoder_steps = reply.decoder_steps},
                                printed);
}

}  // namespace

int shorten_lines(std::istream& in, std::ostream& out, std::ostream& problems, const ShortenOptions& options) {
    const SystemClock clock;
    const auto model = load(options, clock);
    if (!model) {
        problems << "greeninfer: " << model.error().detail << '\n';
        return 1;
    }
    std::string printed;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        const auto text = wire::read_shortening_line(std::move(line));
        if (!text) {
            problems << "greeninfer: line " << number << ": " << text.error().detail << '\n';
            return 2;
        }
        const double before_us = cpu_us();
        ModelReply reply;
        const Shortening shortening = shorten(*text, model->get(), options, reply, clock);
        printed.clear();
        append(shortening, reply, cpu_us() - before_us, printed);
        out << printed;
    }
    return 0;
}

}  // namespace greeninfer::app
