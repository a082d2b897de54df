#include "energy/energy_profile.hpp"

#include <gtest/gtest.h>

#include "energy/host_share.hpp"

namespace greeninfer::energy {
namespace {

constexpr Energy kTier = Energy::milliwatt_hours(0.18);
constexpr TokenWork kWork{.prompt_tokens = 1000, .cached_tokens = 0, .output_tokens = 400};

EnergySettings hardware_8b() {
    EnergySettings settings;
    settings.active_parameters_b = 8;
    settings.gpu = Gpu::h100;
    return settings;
}

EnergySettings with_coefficient(EnergySettings settings, double output_mwh_per_token) {
    settings.output_mwh_per_token = output_mwh_per_token;
    return settings;
}

TEST(EnergyProfile, TakesTheBestEvidenceThatTheConfigurationAllows) {
    const auto evidence = [](const EnergySettings& settings, std::optional<double> occupancy) {
        return EnergyProfile::of(settings, kTier).estimate(kWork, occupancy).evidence;
    };
    EXPECT_EQ(evidence({}, std::nullopt), Evidence::proxy);
    EXPECT_EQ(evidence({}, 16), Evidence::proxy);  // an occupancy alone says nothing
    EXPECT_EQ(evidence(hardware_8b(), std::nullopt), Evidence::modelled);
    EXPECT_EQ(evidence(hardware_8b(), 16), Evidence::modelled);
    EXPECT_EQ(evidence(with_coefficient(hardware_8b(), 0.2), 16), Evidence::modelled);
    EXPECT_EQ(evidence(with_coefficient(hardware_8b(), 0.2), std::nullopt), Evidence::proxy);
}

TEST(EnergyProfile, ChargesCoefficientsForWhatWasReadAndWritten) {
    const auto estimate = EnergyProfile::of(with_coefficient({}, 0.6), kTier)
                              .estimate({.prompt_tokens = 1000, .cached_tokens = 0, .output_tokens = 50}, std::nullopt);
    EXPECT_NEAR(estimate.it_energy.as_milliwatt_hours(), 80, 1e-9);
    EXPECT_DOUBLE_EQ(estimate.log_deviation, kProxyLogDeviation);
}

TEST(EnergyProfile, DoesNotChargeReadingCachedTokens) {
    const auto joules = [](const EnergySettings& settings, std::uint64_t prompt, std::uint64_t cached) {
        return EnergyProfile::of(settings, kTier).estimate({prompt, cached, 400}, 16).it_energy.as_joules();
    };
    for (const EnergySettings& settings : {EnergySettings{}, hardware_8b()}) {
        EXPECT_LT(joules(settings, 1000, 900), joules(settings, 1000, 0));
        // A server that reports more cached tokens than there were is not paid back.
        EXPECT_DOUBLE_EQ(joules(settings, 1000, 1500), joules(settings, 1000, 1000));
    }
    EXPECT_DOUBLE_EQ(joules({}, 1000, 900), joules({}, 100, 0));
    // The answer still looks back on a cached prompt, which is not free.
    EXPECT_GT(joules(hardware_8b(), 1000, 900), joules(hardware_8b(), 100, 0));
}

TEST(EnergyProfile, AddsTheHostToWhatTheModelSaysOfGpus) {
    const EnergyModel model({.active_parameters_b = 8, .total_parameters_b = 8});
    const auto written = EnergyProfile::of(hardware_8b(), kTier).estimate({0, 0, 100}, 64);
    EXPECT_NEAR(written.it_energy / model.decode(64, 50).accelerator_energy, 100 * kHostShare, 1e-9);
    const auto read = EnergyProfile::of(hardware_8b(), kTier).estimate({100, 0, 0}, 64);
    EXPECT_NEAR(read.it_energy / model.prefill().accelerator_energy, 100 * kHostShare, 1e-9);
}

TEST(EnergyProfile, SpreadsTheExpertsOfAMixtureUnlessToldOtherwise) {
    EnergySettings mixture = hardware_8b();
    mixture.total_parameters_b = 80;
    mixture.gpus = 4;
    const auto joules = [](const EnergySettings& settings) {
        return EnergyProfile::of(settings, kTier).estimate(kWork, 64).it_energy.as_joules();
    };
    const double spread = joules(mixture);
    mixture.expert_parallel = false;
    EXPECT_LT(joules(mixture), spread);
    mixture.expert_parallel = true;
    EXPECT_DOUBLE_EQ(joules(mixture), spread);
}

TEST(EnergyProfile, IsSurerWithTheOccupancyThanWithout) {
    const auto profile = EnergyProfile::of(hardware_8b(), kTier);
    EXPECT_LT(profile.estimate(kWork, 64).log_deviation, profile.estimate(kWork, std::nullopt).log_deviation);
    EXPECT_GT(profile.estimate(kWork, 8).it_energy, profile.estimate(kWork, std::nullopt).it_energy);
    EXPECT_LT(profile.estimate(kWork, 256).it_energy, profile.estimate(kWork, std::nullopt).it_energy);
}

TEST(EnergyProfile, WeighsTheDeviationsOfPrefillAndDecodeByEnergy) {
    const auto profile = EnergyProfile::of(hardware_8b(), kTier);
    EXPECT_DOUBLE_EQ(profile.estimate({1000, 0, 0}, 64).log_deviation, kPrefillLogDeviation);
    const double decode_only = profile.estimate({0, 0, 400}, 64).log_deviation;
    const double both = profile.estimate(kWork, 64).log_deviation;
    EXPECT_LT(std::min(kPrefillLogDeviation, decode_only), both);
    EXPECT_LT(both, std::max(kPrefillLogDeviation, decode_only));
}

TEST(EnergyProfile, OfNoWorkIsNoEnergy) {
    for (const EnergySettings& settings : {EnergySettings{}, hardware_8b()}) {
        EXPECT_DOUBLE_EQ(EnergyProfile::of(settings, kTier).estimate({}, 8).it_energy.as_joules(), 0);
    }
}

}  // namespace
}  // namespace greeninfer::energy
