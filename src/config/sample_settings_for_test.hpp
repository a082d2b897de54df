#pragma once
// One setting of each kind, for the tests and the fuzzer of this layer, which knows no real settings.
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/fields.hpp"

namespace greeninfer::config {

enum class Fruit { apple, pear };
inline constexpr std::array<std::string_view, 2> kFruitNames = {"apple", "pear"};

struct Lid {
    std::string colour;
};

struct Basket {
    std::size_t weight = 8 * kMiB;
    std::chrono::milliseconds delay = std::chrono::milliseconds(250);
    std::optional<double> share;
    std::vector<Fruit> fruits = {Fruit::apple};
    Lid lid;
};

struct Stall {
    std::string name;
    std::size_t places = 1;
};

struct SampleSettings {
    Basket basket;
    std::vector<Stall> stalls;
};

inline void describe(Fields& fields, Lid& lid) {
    fields.value("colour", lid.colour, Text{}, "Its colour.");
}

inline void describe(Fields& fields, Basket& basket) {
    using namespace std::chrono_literals;
    fields.value("weight", basket.weight, Size{kKiB, kGiB}, "What it may weigh.");
    fields.value("delay", basket.delay, Duration{1ms, 1h}, "Time before it is packed.");
    fields.value("share", basket.share, Number{0, 1}, "Part that is sold.");
    fields.values("fruits", basket.fruits, OneOf<Fruit>{kFruitNames}, "What is in it.");
    fields.group("lid", basket.lid, "What closes it.");
    fields.require(basket.delay <= 1s || basket.share.value_or(0) <= 0.5, "share",
                   "is too much for a delay above 1s; lower one");
}

inline void describe(Fields& fields, Stall& stall) {
    fields.required("name", stall.name, Name{}, "What it is called.");
    fields.value("places", stall.places, Count{1, 9}, "Baskets it takes.");
}

inline void describe(Fields& fields, SampleSettings& settings) {
    fields.group("basket", settings.basket, "What fruit is carried in.");
    fields.groups("stalls", settings.stalls, "Where it is sold.");
}

}  // namespace greeninfer::config
