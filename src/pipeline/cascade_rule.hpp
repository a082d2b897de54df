#pragma once
// The decisions of the cascade as pure functions: whether checking pays at all, and whether a held answer is kept.
//
// An answer is thrown away only where the next model is expected to do better by more than the calibrated margin, and
// checks are made only where they save: a cascade that keeps a share f costs C_small + C_check + (1 - f) C_large, which
// is less than C_large only if f > (C_small + C_check) / C_large.
#include <array>
#include <optional>
#include <string_view>

#include "base/units.hpp"
#include "pipeline/cascade_calibration.hpp"

namespace greeninfer::pipeline {

// Of one request, as estimated before any model ran.
struct CascadeCost {
    Carbon small;
    Carbon check;
    Carbon large;
};

// What is possible and worth its carbon.
enum class CascadePlan : std::uint8_t {
    check,         // the answer is held and the next model checks it
    no_check,      // held, and judged by what it says of itself
    trust,         // only an answer that fails by itself is replaced
    start_larger,  // the next model answers at once
};
inline constexpr std::array<std::string_view, 4> kCascadePlanNames = {"check", "no_check", "trust", "start_larger"};

struct CascadeChoice {
    CascadePlan plan = CascadePlan::no_check;
    std::string_view reason;  // static, for the receipt
};

// `check_signal` is what a check would bring: check_probability, check_word where the next model is known to give no
// log-probabilities, nothing where it could not see what it judges. Where no rule pays, the router's choice stands: it
// has weighed the same chances against the carbon as the mode asks.
CascadeChoice choose_plan(const PairCalibration& pair, const CascadeEvidence& evidence, const CascadeCost& cost,
                          std::optional<CascadeSignal> check_signal, double quality_target);

struct CascadeVerdict {
    bool escalate = false;
    std::optional<CascadeSignal> signal;  // nothing: no rule applied, and the answer is kept
    std::optional<double> p_right;        // of this answer
    std::optional<double> p_right_next;   // of the next model's
};

// The first rule whose signal and features are there decides.
CascadeVerdict judge(const PairCalibration& pair, const CascadeEvidence& evidence, double quality_target);

}  // namespace greeninfer::pipeline
