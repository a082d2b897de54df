#include "grid/watttime.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grid/basic_credentials.hpp"
#include "grid/json_answer.hpp"
#include "grid/source_fetch.hpp"
#include "grid/web_address.hpp"

namespace greeninfer::grid {

namespace {

constexpr std::string_view kMarginal = "co2_moer";
constexpr std::string_view kUnit = "lbs_co2_per_mwh";
constexpr double kKilogramsPerPound = 0.45359237;  // international avoirdupois pound, exact
// A token lives for 30 minutes; a new one is fetched a little before.
constexpr std::chrono::minutes kTokenLife{25};

// Where one of WattTime's regions covers the data centres of a zone (Green Software Foundation, real-time cloud table).
struct WattTimeRegionName {
    std::string_view zone;
    std::string_view region;
};
constexpr std::array<WattTimeRegionName, 20> kRegions = {{
    {"AT", "AT"},          {"BE", "BE"},           {"CH", "CH"},           {"DE", "DE"},
    {"ES", "ES"},          {"FI", "FI"},           {"FR", "FR"},           {"GB", "UK"},
    {"IE", "IE"},          {"NL", "NL"},           {"SE-SE3", "SE"},       {"US-CAL-CISO", "CAISO_NORTH"},
    {"US-CAR-SC", "SC"},   {"US-NW-BPAT", "BPA"},  {"US-NW-NEVP", "NEVP"}, {"US-NW-PACE", "PACE"},
    {"US-NW-PACW", "BPA"}, {"US-SE-SOCO", "SOCO"}, {"US-SW-AZPS", "AZPS"}, {"US-TEX-ERCO", "ERCOT_NORTHCENTRAL"},
}};

Sourced<void> check_meaning(const JsonValue& meta, std::string_view region) {
    if (text_in(meta["region"]) != region) {
        return no_figure(SourceFault::other_zone, fmt::format("it answered about another region than {}", region));
    }
    if (text_in(meta["signal_type"]) == kMarginal && text_in(meta["units"]) == kUnit) return {};
    return no_figure(SourceFault::malformed, "its figures are not marginal pounds of CO2 per MWh");
}

// The last point that has begun; points come in steps of five minutes.
const ForecastPoint* point_of(const std::vector<ForecastPoint>& points, WallTime now) {
    const ForecastPoint* current = nullptr;
    for (const ForecastPoint& point : points) {
        if (current == nullptr || point.at <= now) current = &point;
    }
    return current;
}

}  // namespace

std::string_view WattTime::region_of(std::string_view zone) const {
    const auto own = std::ranges::find(settings_.regions, zone, &WattTimeRegion::zone);
    if (own != settings_.regions.end()) return own->region;
    const auto found = std::ranges::find(kRegions, zone, &WattTimeRegionName::zone);
    return found != kRegions.end() ? found->region : std::string_view();
}

WebRequest WattTime::login() const {
    const std::string_view password =
        settings_.password.value ? settings_.password.value->reveal() : std::string_view();
    return {.url = web_address(settings_.url, "/login"),
            .fields = {{"authorization", basic_credentials(settings_.user, password)}}};
}

WebRequest WattTime::forecast(std::string_view token, std::string_view region) const {
    return {.url = web_address(settings_.url, "/v3/forecast",
                               {{"region", region}, {"signal_type", kMarginal}, {"horizon_hours", "24"}}),
            .fields = {{"authorization", fmt::format("Bearer {}", token)}}};
}

Sourced<std::string> WattTime::read_login(std::string_view body) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    const std::string_view token = text_in(root["token"]);
    const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
    if (token.empty() || !std::ranges::all_of(token, is_printable)) {
        return no_figure(SourceFault::malformed, "its login gave no token");
    }
    return std::string(token);
}

Sourced<ZoneAnswer> WattTime::read_forecast(std::string_view body, std::string_view region, WallTime now) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    if (auto checked = check_meaning(root["meta"], region); !checked) return std::unexpected(checked.error());
    ZoneAnswer answer;
    for (const JsonElement& point : elements_in(root["data"])) {
        const auto at = time_in(point["point_time"]);
        const auto pounds = number_in(point["value"]);
        if (!at || !pounds) continue;
        answer.forecast.push_back({*at, CarbonIntensity::grams_per_kilowatt_hour(*pounds * kKilogramsPerPound)});
    }
    std::ranges::sort(answer.forecast, {}, &ForecastPoint::at);
    const ForecastPoint* const current = point_of(answer.forecast, now);
    if (current == nullptr) return no_figure(SourceFault::no_value, "it has no figure for the region now");
    answer.reading = {.intensity = current->intensity,
                      .signal = kSignal,
                      .source = Source::watttime,
                      .estimated = true,
                      .valid_at = current->at};
    return answer;
}

SourcedTask<std::string> WattTime::token(WebFetch& web, WallTime now) {
    if (token_ && now >= token_->since && now < token_->since + kTokenLife) co_return token_->text;
    CO_TRY(const std::string body, co_await fetch_text(web, login()));
    CO_TRY(std::string fresh, read_login(body));
    token_ = Token{fresh, now};
    co_return fresh;
}

// A token may end before its time; then a new one is fetched, once.
SourcedTask<std::string> WattTime::fetch_forecast(WebFetch& web, std::string region, WallTime now) {
    CO_TRY(const std::string first, co_await token(web, now));
    auto body = co_await fetch_text(web, forecast(first, region));
    if (body || body.error().fault != SourceFault::key_refused) co_return body;
    token_.reset();
    CO_TRY(const std::string second, co_await token(web, now));
    co_return co_await fetch_text(web, forecast(second, region));
}

SourcedTask<ZoneAnswer> WattTime::ask(WebFetch& web, std::string zone, WallTime now) {
    const std::string region(region_of(zone));
    CO_TRY(const std::string body, co_await fetch_forecast(web, region, now));
    co_return read_forecast(body, region, now);
}

}  // namespace greeninfer::grid
