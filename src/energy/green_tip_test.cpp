#include "energy/green_tip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

RequestFacts plain_request() {
    RequestFacts facts;
    facts.carbon = Carbon::grams(0.100);
    facts.discarded = Carbon::grams(0);
    facts.prompt = Carbon::grams(0.002);
    facts.prompt_tokens = 100;
    return facts;
}

struct Row {
    const char* name;
    void (*change)(RequestFacts&);
    TipKind kind;
    double saving;
    const char* words;
};

const Row kRows[] = {
    {"nothing to gain", [](RequestFacts&) {}, TipKind::nothing, 0, "No single change"},
    {"attempts thrown away", [](RequestFacts& facts) { facts.discarded = Carbon::grams(0.02); }, TipKind::start_larger,
     0.20, "20 % of the carbon went into answers that were thrown away"},
    {"a smaller model would have done",
     [](RequestFacts& facts) {
         facts.smaller_model = Carbon::grams(0.019);
         facts.smaller_model_quality = 0.97;
     },
     TipKind::start_smaller, 0.81, "right (97 %) for 81 % less"},
    {"a smaller model would not have done",
     [](RequestFacts& facts) {
         facts.smaller_model = Carbon::grams(0.019);
         facts.smaller_model_quality = 0.60;
     },
     TipKind::nothing, 0, "No single change"},
    {"cleaner electricity ahead",
     [](RequestFacts& facts) {
         facts.intensity = CarbonIntensity::grams_per_kilowatt_hour(500);
         facts.best_within = CarbonIntensity::grams_per_kilowatt_hour(300);
         facts.best_in_hours = 2.5;
     },
     TipKind::wait, 0.40, "40 % cleaner within 3 h"},
    {"dirtier electricity ahead",
     [](RequestFacts& facts) {
         facts.intensity = CarbonIntensity::grams_per_kilowatt_hour(300);
         facts.best_within = CarbonIntensity::grams_per_kilowatt_hour(500);
     },
     TipKind::nothing, 0, "No single change"},
    {"a long prompt read anew",
     [](RequestFacts& facts) {
         facts.prompt_tokens = 9000;
         facts.cached_tokens = 1000;
         facts.prompt = Carbon::grams(0.03);
     },
     TipKind::reuse_prompt, 0.30, "reading 8000 prompt tokens anew"},
    {"a long prompt from the cache",
     [](RequestFacts& facts) {
         facts.prompt_tokens = 9000;
         facts.cached_tokens = 8800;
         facts.prompt = Carbon::grams(0.03);
     },
     TipKind::nothing, 0, "No single change"},
    {"below the floor", [](RequestFacts& facts) { facts.discarded = Carbon::grams(0.004); }, TipKind::nothing, 0,
     "No single change"},
    {"unknown carbon", [](RequestFacts& facts) { facts.carbon.reset(); }, TipKind::nothing, 0, "No single change"},
};

TEST(GreenTip, FollowsFromTheRequestsOwnFigures) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        RequestFacts facts = plain_request();
        row.change(facts);
        const GreenTip tip = green_tip(facts);
        EXPECT_EQ(tip.kind, row.kind);
        EXPECT_NEAR(tip.saving, row.saving, 1e-9);
        EXPECT_THAT(words_of(tip, facts), ::testing::HasSubstr(row.words));
    }
}

TEST(GreenTip, IsTheOneThatSavesMost) {
    RequestFacts facts = plain_request();
    facts.discarded = Carbon::grams(0.02);
    facts.intensity = CarbonIntensity::grams_per_kilowatt_hour(500);
    facts.best_within = CarbonIntensity::grams_per_kilowatt_hour(300);
    EXPECT_EQ(green_tip(facts).kind, TipKind::wait);
    facts.discarded = Carbon::grams(0.06);
    EXPECT_EQ(green_tip(facts).kind, TipKind::start_larger);
}

}  // namespace
}  // namespace greeninfer::energy
