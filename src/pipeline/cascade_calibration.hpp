#pragma once
// When to escalate, as fitted on recorded answers: for each pair of models and each kind of evidence, the chance that
// the answer at hand is right, the chance that the next model's would be, and the gain above which asking it pays.
//
// Read once from JSON (format greeninfer-cascade-calibration, version 1); a fit for weights other than these cannot be
// guessed, so an unknown signal or feature is an error that names file and key. Immutable, shared by all cores.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "pipeline/cascade_evidence.hpp"

namespace greeninfer::pipeline {

// In order of preference.
enum class CascadeSignal : std::uint8_t { check_probability, check_word, own_probability, cheap };
inline constexpr std::array<std::string_view, 4> kCascadeSignalNames = {"check_probability", "check_word",
                                                                        "own_probability", "cheap"};

// sigmoid(bias + sum of weight x feature).
struct Logistic {
    double bias = 0;
    std::vector<std::pair<CascadeFeature, double>> weights;

    // Nothing when a feature it needs is not known.
    std::optional<double> of(const CascadeEvidence& evidence) const;
};

// What holds at one quality target; between two of them lies a straight line, beyond them the nearest holds.
struct OperatingPoint {
    double quality_target = 0;
    double gain = 0;   // act only where the next model's chance is better by more than this
    double share = 0;  // of requests kept (rules) or skipped (start) there, as measured
};
using OperatingPoints = std::vector<OperatingPoint>;  // at least one, by ascending quality_target

OperatingPoint at_target(const OperatingPoints& points, double quality_target);

struct GainRule {
    Logistic right_now;
    Logistic right_next;
    OperatingPoints points;

    // P(right next) - P(right now); nothing when a feature is not known.
    std::optional<double> gain(const CascadeEvidence& evidence) const;
};

struct SignalRule {
    CascadeSignal signal = CascadeSignal::cheap;
    GainRule rule;
};

struct PairCalibration {
    std::string small;  // catalogue name; "*": any
    std::string large;
    std::vector<SignalRule> rules;  // in order of preference
    std::optional<GainRule> start;  // skips the small model before it runs

    const SignalRule* rule_for(CascadeSignal signal) const;
};

class CascadeCalibration {
public:
    static Result<CascadeCalibration> embedded();
    static Result<CascadeCalibration> from_file(const std::string& path);
    // `source` is named in errors.
    static Result<CascadeCalibration> parse(std::string_view json, std::string_view source);

    // The first pair that matches both names; null when none does.
    const PairCalibration* find(std::string_view small, std::string_view large) const;

private:
    std::vector<PairCalibration> pairs_;
};

// The text of weights/cascade.json as it was when the program was built.
std::string_view embedded_cascade_calibration();

}  // namespace greeninfer::pipeline
