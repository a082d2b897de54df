#include "optimizer/t5_model.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>

#include "optimizer/t5_decoding.hpp"

namespace greeninfer::optimizer {

namespace {

// Of all threads: the model may compute on several.
std::chrono::nanoseconds cpu_time_now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

constexpr float kExpected = 0.5F;

ModelReply nothing_goes(const ModelRequest& request, const T5Source& source) {
    return {.deleted = std::vector<std::uint8_t>(request.words.size(), 0),
            .pieces = static_cast<std::uint32_t>(source.pieces.size())};
}

}  // namespace

Result<std::unique_ptr<T5Model>> T5Model::load(const std::string& path, const T5Limits& limits, const Clock& clock) {
    TRY(const ModelFile file, open_model_file(path));
    TRY(T5Annotations annotations, read_annotations(file.get()));
    TRY(std::unique_ptr<T5Engine> engine, T5Engine::load(file.get(), limits, clock));
    const std::size_t head = annotations.tag_weight.size();
    if (head != 0 && head != engine->width()) {
        return fail(Fault::not_ready,
                    fmt::format("the tag head of the model has {} weights, its encoder {}", head, engine->width()));
    }
    // Makes its memory real, so that the first text is not the slowest.
    const Piece end = engine->end();
    const Piece start = engine->start();
    if (!engine->encode({&end, 1}, Moment::max()) || !engine->decode({&start, 1}))
        return fail(Fault::not_ready, "the model does not compute");
    return std::unique_ptr<T5Model>(new T5Model(std::move(engine), std::move(annotations)));
}

std::expected<ModelReply, LeftAlone> T5Model::answer(const ModelRequest& request, Moment deadline) {
    if (request.words.empty() || request.locked.size() != request.words.size() ||
        annotations_.task.value_or(request.task) != request.task) {
        return std::unexpected(LeftAlone::failed);
    }
    chances_.clear();
    const auto before = cpu_time_now();
    auto reply = request.task == ModelTask::rewrite ? rewrite(request, deadline) : mark_deletions(request, deadline);
    if (reply) reply->cpu_time = cpu_time_now() - before;
    return reply;
}

std::expected<ModelReply, LeftAlone> T5Model::mark_deletions(const ModelRequest& request, Moment deadline) {
    T5Source source = read_source(*engine_, request);
    ModelReply reply = nothing_goes(request, source);
    if (std::ranges::none_of(source.words, [](const SourceWord& word) { return word.fate == Fate::open; }))
        return reply;
    const auto states = engine_->encode(source.pieces, deadline);
    if (!states) return std::unexpected(states.error());
    if (!something_may_go(source, *states)) return reply;

    const auto decoded = decode_deletions(*engine_, source);
    if (!decoded) return std::unexpected(decoded.error());
    reply.decoder_steps = decoded->steps;
    const auto deleted = align(source.words, decoded->pieces);
    if (!deleted) return std::unexpected(LeftAlone::failed);
    for (const std::uint32_t word : *deleted) reply.deleted[word] = 1;
    return reply;
}

// By the tag head, which also settles the words that it is sure about.
bool T5Model::something_may_go(T5Source& source, std::span<const float> states) {
    if (annotations_.tag_weight.empty()) return true;
    float highest = 0;
    for (std::size_t i = 0; i < source.words.size(); ++i) {
        const float chance =
            annotations_.chance_to_go(states.data() + std::size_t{source.beginnings[i]} * engine_->width());
        chances_.push_back(chance);
        source.expected.push_back(chance > kExpected ? 1 : 0);
        SourceWord& word = source.words[i];
        if (word.fate == Fate::stays) continue;
        highest = std::max(highest, chance);
        if (chance < annotations_.thresholds.keep_below) word.fate = Fate::stays;
        if (chance > annotations_.thresholds.delete_above) word.fate = Fate::goes;
    }
    return highest >= annotations_.thresholds.gate;
}

std::expected<ModelReply, LeftAlone> T5Model::rewrite(const ModelRequest& request, Moment deadline) {
    std::vector<Piece> pieces = engine_->pieces_of(fmt::format("{}", fmt::join(request.words, " ")));
    pieces.push_back(engine_->end());
    const auto states = engine_->encode(pieces, deadline);
    if (!states) return std::unexpected(states.error());
    const auto decoded = decode_freely(*engine_, pieces.size() - 1);
    if (!decoded) return std::unexpected(decoded.error());
    if (!decoded->ended) return std::unexpected(LeftAlone::small_saving);
    return ModelReply{.rewritten = engine_->text_of(decoded->pieces),
                      .pieces = static_cast<std::uint32_t>(pieces.size()),
                      .decoder_steps = decoded->steps};
}

}  // namespace greeninfer::optimizer
