// Any bytes as the answer of any provider that speaks JSON: a figure with its meaning, or a named fault; never a crash,
// and nothing that is not finite.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "grid/eia.hpp"
#include "grid/electricity_maps.hpp"
#include "grid/ercot.hpp"
#include "grid/plausibility.hpp"
#include "grid/uk_neso.hpp"
#include "grid/watttime.hpp"

using namespace greeninfer;
using namespace greeninfer::grid;

namespace {

const WallTime kNow{std::chrono::seconds(1'800'000'000)};

void require(bool holds) {
    if (!holds) std::abort();
}

void examine(const Sourced<ZoneAnswer>& answer) {
    if (!answer) return require(!answer.error().detail.empty());
    require(answer->reading.valid_at.has_value() && is_live(answer->reading.source));
    const auto checked = plausible(*answer, kNow, std::chrono::hours(2));
    if (!checked) return;
    const double grams = checked->reading.intensity.as_grams_per_kilowatt_hour();
    require(std::isfinite(grams) && grams >= 0 && grams <= 2000);
    for (const ForecastPoint& point : checked->forecast) {
        require(std::isfinite(point.intensity.as_grams_per_kilowatt_hour()));
    }
}

void examine(const Sourced<Reading>& reading, std::vector<ForecastPoint> forecast = {}) {
    if (!reading) return examine(Sourced<ZoneAnswer>(std::unexpected(reading.error())));
    examine(ZoneAnswer{*reading, std::move(forecast)});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    examine(ElectricityMaps::read_latest(text, "AT", Basis::lifecycle),
            ElectricityMaps::read_forecast(text, "AT").value_or(std::vector<ForecastPoint>()));
    for (const std::size_t region_id : {std::size_t{0}, std::size_t{13}}) {
        examine(UkNeso::read_current(text, region_id),
                UkNeso::read_forecast(text, region_id).value_or(std::vector<ForecastPoint>()));
    }
    examine(Eia::read_fuel_mix(text, "US-TEX-ERCO", Basis::lifecycle));
    examine(Ercot::read_fuel_mix(text, Basis::direct));
    examine(WattTime::read_forecast(text, "CAISO_NORTH", kNow));
    const auto token = WattTime::read_login(text);
    require(!token || token->find('\n') == std::string::npos);
    return 0;
}
