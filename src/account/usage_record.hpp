#pragma once
// What is kept of one attempt once it is over: when, by whose names, how many tokens, how much energy and carbon. One
// cache line on its way through the ring into the account.
//
// It cannot hold text, by type: every member is a number or a word of an enum, and every name is an id that only the
// configuration can have made (telemetry/label_names.hpp); a check below holds the list of members to that. What is
// not known has its flag unset and counts nowhere as 0. Plain value.
#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "energy/energy_labels.hpp"
#include "energy/estimate.hpp"
#include "grid/reading.hpp"

namespace greeninfer::account {

// How an attempt ended, or what else the record is.
enum class End : std::uint8_t {
    answered,   // the client got its answer
    discarded,  // the cascade threw its answer away for one of a larger model
    checked,    // it judged the answer of a smaller model
    previewed,  // it wrote a preview of an answer
    failed,     // nobody got an answer out of it, but the model may have worked
    cancelled,  // the client left while the model worked
    share,  // no attempt: somebody's part of what a meter counted until its window closed, or of the optimiser's work
};
inline constexpr std::array<std::string_view, 7> kEndNames = {"answered", "discarded", "checked", "previewed",
                                                              "failed",   "cancelled", "share"};
inline constexpr std::size_t kAttemptEnds = 6;  // all but share

// What is known of an attempt; a bit each.
enum class Known : std::uint8_t {
    energy = 1 << 0,
    carbon = 1 << 1,
    cost = 1 << 2,
    prompt_tokens = 1 << 3,
    output_tokens = 1 << 4,
    reported_tokens = 1 << 5,  // the counts are the model server's own
    metered = 1 << 6,          // its energy comes as shares, when the windows of its meter close
};

struct UsageRecord {
    std::uint64_t it_energy_microjoules = 0;  // without PUE, as meters count it
    std::uint64_t carbon_nanograms = 0;       // operational, location-based; a microgram has three decimals here
    std::uint64_t cost_nanodollars = 0;
    std::uint32_t ended_at_s = 0;  // Unix time
    std::uint32_t duration_ms = 0;
    std::uint32_t prompt_tokens = 0;  // cached ones included
    std::uint32_t cached_tokens = 0;  // as reported
    std::uint32_t output_tokens = 0;
    float embodied_grams = 0;  // 0: not accounted; of some micrograms, so more digits than this has would be pretence
    telemetry::LabelId model = telemetry::kOther;
    telemetry::LabelId region = telemetry::kNone;
    telemetry::LabelId department = telemetry::kNone;
    std::uint16_t pue_ten_thousandths = 0;
    std::uint16_t energy_deviation_ten_thousandths = 0;  // of the facility: standard deviation of its logarithm
    std::uint16_t carbon_deviation_ten_thousandths = 0;
    energy::Evidence evidence = energy::Evidence::proxy;
    End end = End::failed;
    grid::Source grid_source = grid::Source::world_average;
    std::uint8_t known = 0;  // bits of Known

    void set(Known part) { known |= static_cast<std::uint8_t>(part); }
    bool knows(Known part) const { return (known & static_cast<std::uint8_t>(part)) != 0; }
    energy::EnergyLabels labels() const { return {model, region, department}; }
};

namespace record_check {

using R = UsageRecord;
// All members; one that is missing here makes the sum of sizes wrong.
inline constexpr std::tuple kMembers{&R::it_energy_microjoules,
                                     &R::carbon_nanograms,
                                     &R::cost_nanodollars,
                                     &R::ended_at_s,
                                     &R::duration_ms,
                                     &R::prompt_tokens,
                                     &R::cached_tokens,
                                     &R::output_tokens,
                                     &R::embodied_grams,
                                     &R::model,
                                     &R::region,
                                     &R::department,
                                     &R::pue_ten_thousandths,
                                     &R::energy_deviation_ten_thousandths,
                                     &R::carbon_deviation_ten_thousandths,
                                     &R::evidence,
                                     &R::end,
                                     &R::grid_source,
                                     &R::known};

template <class Member>
inline constexpr bool kIsNumber =
    std::is_unsigned_v<Member> || std::is_floating_point_v<Member> || std::is_enum_v<Member>;

template <class... Member>
consteval bool holds_numbers_only(std::tuple<Member R::*...>) {
    return (kIsNumber<Member> && ...) && (sizeof(Member) + ...) == sizeof(R);
}
static_assert(holds_numbers_only(kMembers), "a usage record has a member that could hold text");
static_assert(sizeof(UsageRecord) == 64);

}  // namespace record_check
}  // namespace greeninfer::account
