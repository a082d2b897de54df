// Reads the JSON of a calibration; every error says which file and which key.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "pipeline/cascade_calibration.hpp"

namespace greeninfer::pipeline {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// One value of the file, with the path that led to it.
class Place {
public:
    Place(element value, std::string path, std::string_view separator = ".")
        : value_(value), path_(std::move(path)), separator_(separator) {}

    std::unexpected<Error> wrong(std::string_view what) const {
        return fail(Fault::invalid_request, fmt::format("{}: {}", path_, what), "cascade.calibration");
    }
    std::optional<Place> find(std::string_view name) const {
        element member;
        if (value_[name].get(member)) return std::nullopt;
        return Place(member, fmt::format("{}{}{}", path_, separator_, name));
    }
    Result<Place> member(std::string_view name) const {
        auto found = find(name);
        if (!found) return wrong(fmt::format("'{}' is missing", name));
        return *std::move(found);
    }
    Result<std::vector<Place>> items() const {
        array list;
        if (value_.get(list)) return wrong("must be a list");
        std::vector<Place> places;
        for (const element item : list) places.emplace_back(item, fmt::format("{}[{}]", path_, places.size()));
        return places;
    }
    Result<std::vector<std::pair<std::string_view, Place>>> members() const {
        object members;
        if (value_.get(members)) return wrong("must be an object");
        std::vector<std::pair<std::string_view, Place>> places;
        for (const auto [name, value] : members)
            places.emplace_back(name, Place(value, path_ + "." + std::string(name)));
        return places;
    }
    Result<double> number(double least, double most) const {
        double number = 0;
        if (value_.get(number) || !(number >= least && number <= most)) {
            return wrong(fmt::format("must be a number from {} to {}", least, most));
        }
        return number;
    }
    Result<std::string_view> text() const {
        std::string_view text;
        if (value_.get(text)) return wrong("must be a string");
        return text;
    }
    template <std::size_t kCount>
    Result<std::size_t> one_of(const std::array<std::string_view, kCount>& names, std::string_view name) const {
        const auto found = std::ranges::find(names, name);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        return wrong(fmt::format("'{}' is not known; known are {}", name, fmt::join(names, ", ")));
    }

private:
    element value_;
    std::string path_;
    std::string_view separator_;  // between the path and a member's name
};

constexpr double kLargestWeight = 1e6;

Result<Logistic> read_logistic(const Place& place) {
    Logistic logistic;
    TRY(const Place bias, place.member("bias"));
    TRY(logistic.bias, bias.number(-kLargestWeight, kLargestWeight));
    TRY(const Place weights, place.member("weights"));
    TRY(const auto members, weights.members());
    for (const auto& [name, value] : members) {
        TRY(const std::size_t feature, value.one_of(kCascadeFeatureNames, name));
        TRY(const double weight, value.number(-kLargestWeight, kLargestWeight));
        logistic.weights.emplace_back(static_cast<CascadeFeature>(feature), weight);
    }
    return logistic;
}

Result<OperatingPoint> read_point(const Place& place, std::string_view share_name) {
    OperatingPoint point;
    TRY(const Place target, place.member("quality_target"));
    TRY(point.quality_target, target.number(0, 1));
    TRY(const Place gain, place.member("gain"));
    TRY(point.gain, gain.number(-1, 1));
    TRY(const Place share, place.member(share_name));
    TRY(point.share, share.number(0, 1));
    return point;
}

Result<GainRule> read_rule(const Place& place, std::string_view points_name, std::string_view share_name) {
    GainRule rule;
    TRY(const Place now, place.member("right_now"));
    TRY(rule.right_now, read_logistic(now));
    TRY(const Place next, place.member("right_next"));
    TRY(rule.right_next, read_logistic(next));
    TRY(const Place points, place.member(points_name));
    TRY(const auto items, points.items());
    for (const Place& item : items) {
        TRY(const OperatingPoint point, read_point(item, share_name));
        const bool ascends = rule.points.empty() || rule.points.back().quality_target < point.quality_target;
        if (!ascends) return item.wrong("'quality_target' must grow from one entry to the next");
        rule.points.push_back(point);
    }
    if (rule.points.empty()) return points.wrong("must not be empty");
    return rule;
}

Result<SignalRule> read_signal_rule(const Place& place) {
    SignalRule rule;
    TRY(const Place signal, place.member("signal"));
    TRY(const std::string_view name, signal.text());
    TRY(const std::size_t index, signal.one_of(kCascadeSignalNames, name));
    rule.signal = static_cast<CascadeSignal>(index);
    TRY(rule.rule, read_rule(place, "escalate_above", "kept_share"));
    return rule;
}

Result<PairCalibration> read_pair(const Place& place) {
    PairCalibration pair;
    TRY(const Place small, place.member("small"));
    TRY(pair.small, small.text());
    TRY(const Place large, place.member("large"));
    TRY(pair.large, large.text());
    TRY(const Place rules, place.member("rules"));
    TRY(const auto items, rules.items());
    for (const Place& item : items) {
        TRY(SignalRule rule, read_signal_rule(item));
        if (pair.rule_for(rule.signal)) return item.wrong("there is already a rule for this signal");
        pair.rules.push_back(std::move(rule));
    }
    if (const auto start = place.find("start")) {
        TRY(pair.start, read_rule(*start, "skip_above", "skipped_share"));
    }
    return pair;
}

Result<void> check_format(const Place& root) {
    TRY(const Place format, root.member("format"));
    TRY(const std::string_view name, format.text());
    if (name != "greeninfer-cascade-calibration") return format.wrong("must be 'greeninfer-cascade-calibration'");
    TRY(const Place version, root.member("version"));
    TRY([[maybe_unused]] const double number, version.number(1, 1));
    return {};
}

}  // namespace

Result<CascadeCalibration> CascadeCalibration::parse(std::string_view json, std::string_view source) {
    simdjson::dom::parser parser;
    element document;
    if (const auto error = parser.parse(json.data(), json.size()).get(document)) {
        return fail(Fault::invalid_request, fmt::format("{}: is not JSON: {}", source, simdjson::error_message(error)),
                    "cascade.calibration");
    }
    const Place root(document, std::string(source), ": ");
    if (auto known = check_format(root); !known) return std::unexpected(std::move(known).error());
    CascadeCalibration calibration;
    TRY(const Place pairs, root.member("pairs"));
    TRY(const auto items, pairs.items());
    for (const Place& item : items) {
        TRY(PairCalibration pair, read_pair(item));
        calibration.pairs_.push_back(std::move(pair));
    }
    return calibration;
}

}  // namespace greeninfer::pipeline
