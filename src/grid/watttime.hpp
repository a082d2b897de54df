#pragma once
// WattTime v3: what one more kilowatt-hour causes in a region of the United States and some other countries.
//
// A token of half an hour stands between the account and the data. Its index of 0 to 100 compares a region with its own
// past and is no intensity: it is never asked for, and an answer in that unit is refused.
#include <optional>

#include "grid/provider_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class WattTime final : public ZoneSource {
public:
    static constexpr Signal kSignal{Averaging::marginal, Basis::direct, Boundary::production};

    explicit WattTime(WattTimeSettings settings) : settings_(std::move(settings)) {}

    Source source() const override { return Source::watttime; }
    Signal signal() const override { return kSignal; }
    bool covers(std::string_view zone) const override { return !region_of(zone).empty(); }
    SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) override;

    // The configured region of a zone, else the one of the built-in table; empty: neither.
    std::string_view region_of(std::string_view zone) const;

    WebRequest login() const;
    WebRequest forecast(std::string_view token, std::string_view region) const;
    static Sourced<std::string> read_login(std::string_view body);
    // The point of now, and all points as the forecast.
    static Sourced<ZoneAnswer> read_forecast(std::string_view body, std::string_view region, WallTime now);

private:
    SourcedTask<std::string> token(WebFetch& web, WallTime now);
    SourcedTask<std::string> fetch_forecast(WebFetch& web, std::string region, WallTime now);

    struct Token {
        std::string text;
        WallTime since;
    };
    WattTimeSettings settings_;
    std::optional<Token> token_;
};

}  // namespace greeninfer::grid
