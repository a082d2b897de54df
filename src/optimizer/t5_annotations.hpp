#pragma once
// What a model file says about shortening beyond what every T5 has: its tag head, and when to trust it.
//
// The head is metadata and no tensor, since llama.cpp refuses tensors that it does not know. So one file holds all
// that its quality was measured with. A T5 of anybody's own has none of this and works too.
//
//     greeninfer.mode                          string: delete | rewrite
//     greeninfer.tag_head.weight, .bias        float32 array of the model's width, float32
//     greeninfer.gate, .keep_below, .delete_above     float32, chances from 0 to 1
#include <cstdio>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "optimizer/model_call.hpp"

namespace greeninfer::optimizer {

struct T5Thresholds {
    float gate = 0;          // below this chance for every word nothing goes, and the decoder does not run
    float keep_below = 0;    // words less likely to go stay
    float delete_above = 1;  // words more likely to go do; between the two the decoder decides
};

struct T5Annotations {
    std::optional<ModelTask> task;  // absent: whatever is asked
    std::vector<float> tag_weight;  // empty: no head
    float tag_bias = 0;
    T5Thresholds thresholds;

    // That a word goes, by the encoder's state of its first piece; of the width of tag_weight.
    float chance_to_go(const float* state) const;
};

// Reads from the file's beginning, and leaves it there. not_ready when it is no GGUF file or says something wrong.
Result<T5Annotations> read_annotations(std::FILE* file);

}  // namespace greeninfer::optimizer
