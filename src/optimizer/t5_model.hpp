#pragma once
// The deletion model: answers a ModelRequest with a T5, in the process and on the thread of its caller.
//
// The encoder reads the text once. Its tag head gives each word a chance to go: where all are small nothing goes and
// the decoder does not run; small ones stay, large ones go, and the decoder decides on those between. Without a head
// the decoder decides on all words that are not locked. Any T5 in GGUF form will do; see t5_annotations.hpp for what a
// file may say of itself. llama.cpp ends the process over some bad files and inputs, so this belongs into a child.
// For one thread.
#include <memory>
#include <string>

#include "optimizer/model_call.hpp"
#include "optimizer/t5_annotations.hpp"
#include "optimizer/t5_engine.hpp"
#include "optimizer/t5_source.hpp"

namespace greeninfer::optimizer {

class T5Model {
public:
    // Empty path: the built-in model. not_ready, with the reason, when it is missing or no T5. `clock` must outlive it.
    static Result<std::unique_ptr<T5Model>> load(const std::string& path, const T5Limits& limits, const Clock& clock);

    // late after `deadline`; too_long; small_saving for a rewrite that is no shorter; failed when llama.cpp fails or
    // the file says that the model is for the other task.
    std::expected<ModelReply, LeftAlone> answer(const ModelRequest& request, Moment deadline);

    // The file's own, until others are set: for fitting them.
    const T5Thresholds& thresholds() const { return annotations_.thresholds; }
    void set_thresholds(const T5Thresholds& thresholds) { annotations_.thresholds = thresholds; }

    // Chances to go, per word, of the text in the last answer; empty without a tag head.
    const std::vector<float>& chances_for_test() const { return chances_; }
    T5Engine& engine_for_test() { return *engine_; }

private:
    T5Model(std::unique_ptr<T5Engine> engine, T5Annotations annotations)
        : engine_(std::move(engine)), annotations_(std::move(annotations)) {}

    std::expected<ModelReply, LeftAlone> mark_deletions(const ModelRequest& request, Moment deadline);
    std::expected<ModelReply, LeftAlone> rewrite(const ModelRequest& request, Moment deadline);
    bool something_may_go(T5Source& source, std::span<const float> states);

    std::unique_ptr<T5Engine> engine_;
    T5Annotations annotations_;
    std::vector<float> chances_;
};

}  // namespace greeninfer::optimizer
