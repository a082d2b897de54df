#pragma once
// One figure of a metrics page, added up over the samples that belong to one model.
//
// A page has a sample for each engine (data-parallel rank) and may have some for other models. Those that name ours
// count; where all samples name one other model that is ours by another name; of several others none can be ours, and
// the figure is unknown. Ranks that share one model's work all repeat its figures, so only the first of them counts.
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "energy/exposition_text.hpp"

namespace greeninfer::fleet {

class FigureSum {
public:
    static bool is_repeated(const energy::ExpositionSample& sample) {
        return sample.label("tp_rank").value_or("0") != "0" || sample.label("pp_rank").value_or("0") != "0";
    }

    void add(const energy::ExpositionSample& sample, std::string_view model) {
        if (!(sample.value >= 0) || std::isinf(sample.value) || is_repeated(sample)) return;
        const std::string name = sample.label("model_name").value_or("");
        if (name == model) {
            ours_.add(sample.value);
        } else if (others_.count == 0 || name == other_name_) {
            other_name_ = name;
            others_.add(sample.value);
        } else {
            is_ambiguous_ = true;
        }
    }

    std::optional<double> sum() const {
        const Part* const part = known();
        return part ? std::optional(part->sum) : std::nullopt;
    }
    std::optional<double> mean() const {
        const Part* const part = known();
        return part ? std::optional(part->sum / part->count) : std::nullopt;
    }

private:
    struct Part {
        double sum = 0;
        double count = 0;
        void add(double value) {
            sum += value;
            count += 1;
        }
    };

    const Part* known() const {
        if (ours_.count > 0) return &ours_;
        return others_.count > 0 && !is_ambiguous_ ? &others_ : nullptr;
    }

    Part ours_;
    Part others_;
    std::string other_name_;
    bool is_ambiguous_ = false;
};

}  // namespace greeninfer::fleet
