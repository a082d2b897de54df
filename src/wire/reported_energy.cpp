#include "wire/reported_energy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "wire/reported_energy_reader.hpp"

namespace greeninfer::wire {
namespace {

// Figures of one energy in several units may be rounded; a wrong unit is wrong by much more.
constexpr double kRoundingMax = 0.05;

struct NamedUnit {
    std::string_view name;
    Energy one;
};
constexpr std::array<NamedUnit, 3> kUnits = {{{"energy_joules", Energy::joules(1)},
                                              {"energy_kwh", Energy::kilowatt_hours(1)},
                                              {"wh", Energy::milliwatt_hours(1000)}}};

bool is_plausible(Energy energy) {
    return energy > Energy() && energy <= kReportedEnergyMax;
}

// Figures of one answer, which must all make sense and agree.
class Figures {
public:
    explicit Figures(ReportedEnergy::Kind kind) : kind_(kind) {}

    void add(Energy energy) {
        is_sound_ = is_sound_ && is_plausible(energy);
        low_ = is_empty_ ? energy : std::min(low_, energy);
        high_ = is_empty_ ? energy : std::max(high_, energy);
        is_empty_ = false;
    }
    void refuse() {
        is_sound_ = false;
        is_empty_ = false;
    }

    EnergyReport report() const {
        if (is_empty_) return {};
        if (!is_sound_) return {.energy = {}, .is_refused = true};
        return {.energy = ReportedEnergy{kind_, low_, high_}};
    }
    bool agree() const { return is_empty_ || high_ <= low_ * (1 + kRoundingMax); }

private:
    ReportedEnergy::Kind kind_;
    Energy low_;
    Energy high_;
    bool is_empty_ = true;
    bool is_sound_ = true;
};

// Null is nothing said; what is no number is a figure that makes no sense.
Result<void> take_figure(JsonReader& reader, ondemand::value value, Energy unit, Figures& figures) {
    TRY(const auto type, reader.type(value));
    double figure = 0;
    if (type == ondemand::json_type::number && !value.get_double().get(figure)) {
        figures.add(unit * figure);
        return {};
    }
    if (type != ondemand::json_type::null) figures.refuse();
    return reader.skip(value);
}

Result<void> take_unit(JsonReader& reader, std::string_view name, ondemand::value value, Figures& figures) {
    const auto unit = std::ranges::find(kUnits, name, &NamedUnit::name);
    return unit == kUnits.end() ? reader.skip(value) : take_figure(reader, value, unit->one, figures);
}

EnergyReport agreed(const Figures& figures) {
    EnergyReport report = figures.report();
    if (report.energy && !figures.agree()) return {.energy = {}, .is_refused = true};
    if (report.energy) report.energy->high = report.energy->low;
    return report;
}

Result<void> take_range(JsonReader& reader, ondemand::value value, Figures& figures) {
    TRY(const auto type, reader.type(value));
    if (type != ondemand::json_type::object) return take_figure(reader, value, Energy::kilowatt_hours(1), figures);
    return reader.each_member(value, [&](std::string_view name, ondemand::value end) {
        const bool is_end = name == "min" || name == "max";
        return is_end ? take_figure(reader, end, Energy::kilowatt_hours(1), figures) : reader.skip(end);
    });
}

}  // namespace

Result<EnergyReport> take_energy_object(JsonReader& reader, ondemand::value value) {
    TRY(const auto type, reader.type(value));
    Figures figures(ReportedEnergy::Kind::metered);
    auto taken = type == ondemand::json_type::object
                     ? reader.each_member(value,
                                          [&](std::string_view name, ondemand::value member) {
                                              return take_unit(reader, name, member, figures);
                                          })
                     : reader.skip(value);
    if (!taken) return std::unexpected(std::move(taken).error());
    return agreed(figures);
}

Result<EnergyReport> take_carbon_object(JsonReader& reader, ondemand::value value) {
    TRY(const auto type, reader.type(value));
    Figures figures(ReportedEnergy::Kind::modelled);
    auto taken =
        type == ondemand::json_type::object
            ? reader.each_member(value,
                                 [&](std::string_view name, ondemand::value member) {
                                     return name == "kWh" ? take_range(reader, member, figures) : reader.skip(member);
                                 })
            : reader.skip(value);
    if (!taken) return std::unexpected(std::move(taken).error());
    return figures.report();
}

EnergyReport read_energy_object(std::string_view object) {
    std::string text(object);
    JsonReader reader(PaddedView::of(text));
    Figures figures(ReportedEnergy::Kind::metered);
    const auto read = reader.read(
        [&](std::string_view name, ondemand::value value) { return take_unit(reader, name, value, figures); });
    return read ? agreed(figures) : EnergyReport{};
}

EnergyReport read_energy_comment(std::string_view frame) {
    while (!frame.empty()) {
        const std::string_view line = frame.substr(0, frame.find_first_of("\r\n"));
        frame.remove_prefix(std::min(frame.size(), line.size() + 1));
        std::string_view text = line;
        const auto drop = [&text](std::string_view prefix) {
            const bool has_it = text.starts_with(prefix);
            if (has_it) text.remove_prefix(prefix.size());
            return has_it;
        };
        if (!drop(":")) continue;
        drop(" ");
        if (drop("energy ")) return read_energy_object(text);
    }
    return {};
}

}  // namespace greeninfer::wire
