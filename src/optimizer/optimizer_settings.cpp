#include "optimizer/optimizer_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::optimizer {

using namespace std::chrono_literals;
using config::Count, config::Duration, config::File, config::Number, config::OneOf;

namespace {

constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

}  // namespace

CompactionSwitches OptimizerSettings::compaction_switches() const {
    CompactionSwitches switches{.enabled = {}};
    if (!enabled || !compaction) return switches;
    for (const CompactionKind kind : compaction_kinds) switches.enabled[static_cast<std::size_t>(kind)] = true;
    return switches;
}

void describe(config::Fields& fields, OptimizerSettings& settings) {
    fields.value("enabled", settings.enabled, OneOf<bool>{kNoAndYes},
                 "Whether prompts are made shorter: for `auto` models, and where a request asks for it.");
    fields.value("model", settings.model, File{"path of a GGUF file"},
                 "A T5 of your own; empty is the one that is built in.");
    fields.value("mode", settings.mode, OneOf<ShorteningMode>{kShorteningModeNames},
                 "What the model does: delete words, or, with a `model` of your own, write the text anew.");
    fields.value("gate", settings.gate, OneOf<ShorteningGate>{kShorteningGateNames},
                 "When the model is asked: where it saves more energy than it uses, always, or never; known phrases "
                 "cost nothing and always go.");
    fields.value("min_saving", settings.min_saving, Number{0, 1},
                 "Share of a text's words; where less would go the original goes on.");
    fields.value("compaction", settings.compaction, OneOf<bool>{kNoAndYes},
                 "Whether long contexts lose what carries no meaning.");
    fields.values("compaction_kinds", settings.compaction_kinds, OneOf<CompactionKind>{kCompactionKindNames},
                  "What that is: runs of blanks, the layout of JSON in tool results, blocks repeated word for word, "
                  "quoted reply chains.");
    fields.value("brief_answers", settings.brief_answers, OneOf<bool>{kNoAndYes},
                 "Whether models are asked for brief answers in eco mode; clients and requests may ask for it too.");
    fields.value("queue", settings.queue, Count{1, 10'000},
                 "Texts that may be with the model at once; further ones stay as they are.");
    fields.value("time_limit", settings.time_limit, Duration{1ms, 1min},
                 "A text for which the model takes longer, waiting included, stays as it is.");
    fields.value("threads", settings.threads, Count{1, 256}, "Threads that the model computes on.");

    fields.require(settings.mode == ShorteningMode::deletion || !settings.model.empty(), "mode",
                   "free needs a `model` of your own; the one that is built in only deletes");
}

}  // namespace greeninfer::optimizer
