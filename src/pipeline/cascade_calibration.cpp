#include "pipeline/cascade_calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace greeninfer::pipeline {

namespace {

bool matches(std::string_view pattern, std::string_view name) {
    return pattern == "*" || pattern == name;
}

}  // namespace

std::optional<double> Logistic::of(const CascadeEvidence& evidence) const {
    double sum = bias;
    for (const auto& [feature, weight] : weights) {
        const auto value = evidence.at(feature);
        if (!value) return std::nullopt;
        sum += weight * *value;
    }
    return 1 / (1 + std::exp(-sum));
}

std::optional<double> GainRule::gain(const CascadeEvidence& evidence) const {
    const auto now = right_now.of(evidence);
    const auto next = right_next.of(evidence);
    if (!now || !next) return std::nullopt;
    return *next - *now;
}

OperatingPoint at_target(const OperatingPoints& points, double quality_target) {
    const auto above = std::ranges::upper_bound(points, quality_target, {}, &OperatingPoint::quality_target);
    if (above == points.begin()) return points.front();
    if (above == points.end()) return points.back();
    const OperatingPoint& below = *std::prev(above);
    const double part = (quality_target - below.quality_target) / (above->quality_target - below.quality_target);
    return {quality_target, std::lerp(below.gain, above->gain, part), std::lerp(below.share, above->share, part)};
}

const SignalRule* PairCalibration::rule_for(CascadeSignal signal) const {
    const auto found = std::ranges::find(rules, signal, &SignalRule::signal);
    return found == rules.end() ? nullptr : &*found;
}

const PairCalibration* CascadeCalibration::find(std::string_view small, std::string_view large) const {
    const auto found = std::ranges::find_if(
        pairs_, [&](const PairCalibration& pair) { return matches(pair.small, small) && matches(pair.large, large); });
    return found == pairs_.end() ? nullptr : &*found;
}

Result<CascadeCalibration> CascadeCalibration::embedded() {
    return parse(embedded_cascade_calibration(), "the built-in calibration of the cascade");
}

Result<CascadeCalibration> CascadeCalibration::from_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Fault::invalid_request, fmt::format("{}: cannot be read", path), "cascade.calibration");
    const std::string json{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return parse(json, path);
}

}  // namespace greeninfer::pipeline
