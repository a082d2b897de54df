#pragma once
// The quantities that the gateway bills by, each a type of its own, because published figures in this field are wrong
// by factors of a thousand where a bare number changed its unit on the way.
//
// Each holds one double in its base unit; the unit stands in the name of every function that makes or unmakes it. Plain
// values. 1 kWh = 3.6e6 J = 1e6 mWh (SI).
#include <chrono>
#include <compare>

namespace greeninfer {

template <class Self>
class Quantity {
public:
    constexpr Quantity() = default;
    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
    friend constexpr Self operator+(Self a, Self b) { return Self(a.base_ + b.base_); }
    friend constexpr Self operator-(Self a, Self b) { return Self(a.base_ - b.base_); }
    friend constexpr Self operator*(Self a, double factor) { return Self(a.base_ * factor); }
    friend constexpr double operator/(Self a, Self b) { return a.base_ / b.base_; }
    constexpr Self& operator+=(Self other) {
        base_ += other.base_;
        return static_cast<Self&>(*this);
    }

protected:
    explicit constexpr Quantity(double base) : base_(base) {}
    double base_ = 0;
};

class Energy : public Quantity<Energy> {
    friend class Quantity<Energy>;
    using Quantity::Quantity;

public:
    static constexpr Energy joules(double joules) { return Energy(joules); }
    static constexpr Energy milliwatt_hours(double mwh) { return Energy(mwh * 3.6); }
    static constexpr Energy kilowatt_hours(double kwh) { return Energy(kwh * 3.6e6); }
    constexpr double as_joules() const { return base_; }
    constexpr double as_milliwatt_hours() const { return base_ / 3.6; }
    constexpr double as_kilowatt_hours() const { return base_ / 3.6e6; }
};

class Power : public Quantity<Power> {
    friend class Quantity<Power>;
    using Quantity::Quantity;

public:
    static constexpr Power watts(double watts) { return Power(watts); }
    constexpr double as_watts() const { return base_; }
};

class Carbon : public Quantity<Carbon> {
    friend class Quantity<Carbon>;
    using Quantity::Quantity;

public:
    static constexpr Carbon grams(double grams) { return Carbon(grams); }
    constexpr double as_grams() const { return base_; }
};

class CarbonIntensity : public Quantity<CarbonIntensity> {
    friend class Quantity<CarbonIntensity>;
    using Quantity::Quantity;

public:
    static constexpr CarbonIntensity grams_per_kilowatt_hour(double grams) { return CarbonIntensity(grams); }
    constexpr double as_grams_per_kilowatt_hour() const { return base_; }
};

class Money : public Quantity<Money> {
    friend class Quantity<Money>;
    using Quantity::Quantity;

public:
    static constexpr Money usd(double dollars) { return Money(dollars); }
    constexpr double as_usd() const { return base_; }
};

constexpr Energy operator*(Power power, std::chrono::duration<double> time) {
    return Energy::joules(power.as_watts() * time.count());
}

constexpr Carbon operator*(Energy energy, CarbonIntensity intensity) {
    return Carbon::grams(energy.as_kilowatt_hours() * intensity.as_grams_per_kilowatt_hour());
}

}  // namespace greeninfer
