#pragma once
// Numbers that one core writes and a scrape on any other core may read.
//
// A shared atomic that all cores increment would make them fight over one cache line, so each core has its own copy and
// a scrape adds the copies up. With a single writer a plain load and store is enough: no locked instruction is needed.
// Only the owning core may change a value; every thread may read it.
#include <atomic>
#include <cstdint>

namespace greeninfer::telemetry {

// Shared by the three kinds below; not meant to be used by itself.
template <class Number>
class SingleWriter {
public:
    Number value() const { return value_.load(std::memory_order_relaxed); }

protected:
    void store(Number value) { value_.store(value, std::memory_order_relaxed); }

private:
    std::atomic<Number> value_{0};
};

// Counts events or whole units; only grows.
class Counter : public SingleWriter<std::uint64_t> {
public:
    void add(std::uint64_t amount = 1) { store(value() + amount); }
};

// Adds up fractions of a unit, such as dollars or seconds; only grows.
class Amount : public SingleWriter<double> {
public:
    void add(double amount) { store(value() + amount); }
};

// How many there are now. The copies of all cores add up, so a core may hold less than zero when what it started ends
// elsewhere; the sum is right.
class Gauge : public SingleWriter<std::int64_t> {
public:
    void set(std::int64_t value) { store(value); }
    void add(std::int64_t amount = 1) { store(value() + amount); }
    void subtract(std::int64_t amount = 1) { store(value() - amount); }
};

// Keeps a gauge raised by one for as long as it lives, so that no path out of a function can leak a count.
class GaugeHold {
public:
    explicit GaugeHold(Gauge& gauge) : gauge_(gauge) { gauge_.add(); }
    ~GaugeHold() { gauge_.subtract(); }
    GaugeHold(const GaugeHold&) = delete;
    GaugeHold& operator=(const GaugeHold&) = delete;

private:
    Gauge& gauge_;
};

}  // namespace greeninfer::telemetry
