#include "pipeline/preview_book.hpp"

#include <gtest/gtest.h>

#include "pipeline/preview_metrics.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr Moment kStart{1h};

energy::Footprint footprint(double joules, std::optional<double> grams) {
    energy::Footprint made{.energy = Energy::joules(joules)};
    if (grams) made.carbon = Carbon::grams(*grams);
    return made;
}

OpenPreview open_preview(std::chrono::nanoseconds left, double estimate = 10, double spent = 1) {
    return {.expires_at = kStart + left,
            .estimate = footprint(estimate, estimate / 10),
            .spent = {.footprint = footprint(spent, spent / 10), .cost = {}}};
}

PreviewDigest digest(std::uint8_t number) {
    PreviewDigest made = {};
    made.fill(number);
    return made;
}

class PreviewBookTest : public testing::Test {
protected:
    std::size_t expired(std::chrono::nanoseconds later) { return book.take_expired(seal, kStart + later).size(); }

    PreviewSeal seal{"a key", false};
    PreviewBook book;
};

TEST_F(PreviewBookTest, WhatExpiresIsTakenOnce) {
    book.open(seal, digest(1), open_preview(1min));
    book.open(seal, digest(2), open_preview(2min));
    EXPECT_EQ(expired(59s), 0U);
    EXPECT_EQ(expired(1min), 1U);
    EXPECT_FALSE(book.is_empty());
    EXPECT_EQ(expired(2min), 1U);
    EXPECT_TRUE(book.is_empty());
    EXPECT_EQ(expired(1h), 0U);
}

TEST_F(PreviewBookTest, WhatRunsInFullIsClosed) {
    book.open(seal, digest(1), open_preview(1min));
    EXPECT_TRUE(book.close(seal, digest(1)));
    EXPECT_FALSE(book.close(seal, digest(1)));
    EXPECT_EQ(expired(1h), 0U);
}

TEST_F(PreviewBookTest, ANewPreviewOfThePromptReplacesTheOldOne) {
    book.open(seal, digest(1), open_preview(1min));
    book.open(seal, digest(1), open_preview(3min));
    EXPECT_EQ(expired(2min), 0U);
    EXPECT_EQ(expired(3min), 1U);
}

TEST_F(PreviewBookTest, AnotherKeyForgetsEverything) {
    book.open(seal, digest(1), open_preview(1min));
    const PreviewSeal other("another", false);
    EXPECT_TRUE(book.take_expired(other, kStart + 1h).empty());
    EXPECT_TRUE(book.is_empty());
    EXPECT_EQ(expired(1h), 0U);
}

TEST_F(PreviewBookTest, AFullBookKeepsWhatItHas) {
    for (std::size_t i = 0; i <= PreviewBook::kMost; ++i) {
        PreviewDigest number = {};
        number[0] = static_cast<std::uint8_t>(i >> 8);
        number[1] = static_cast<std::uint8_t>(i);
        book.open(seal, number, open_preview(1min));
    }
    EXPECT_EQ(expired(1min), PreviewBook::kMost);
}

class PreviewSavingTest : public testing::Test {
protected:
    double metric(std::string_view sample) {
        std::string text;
        telemetry::MetricsWriter writer(text);
        PreviewMetrics::write(writer, std::array<const PreviewMetrics*, 1>{&metrics}, names);
        energy::GainMetrics::write(writer, std::array<const energy::GainMetrics*, 1>{&gains}, names);
        const std::size_t line = text.find("\n" + std::string(sample) + " ");
        return line == std::string::npos ? 0 : std::stod(text.substr(line + sample.size() + 2));
    }

    telemetry::LabelNames names;
    PreviewMetrics metrics{names};
    energy::GainMetrics gains{names};
};

TEST_F(PreviewSavingTest, IsTheFullRunLessThePreviews) {
    metrics.record_expired({open_preview(1min, 10, 1), open_preview(1min, 10, 3)}, false, gains);
    EXPECT_DOUBLE_EQ(metric("greeninfer_previews_total{outcome=\"avoided\"}"), 2);
    EXPECT_DOUBLE_EQ(metric("greeninfer_preview_saved_joules_total{kind=\"saved\"}"), 16);
    EXPECT_DOUBLE_EQ(metric("greeninfer_carbon_saved_grams_total{kind=\"preview\"}"), 1.6);
}

TEST_F(PreviewSavingTest, IsALossWhereThePreviewsTookMore) {
    metrics.record_expired({open_preview(1min, 1, 3)}, false, gains);
    EXPECT_DOUBLE_EQ(metric("greeninfer_preview_saved_joules_total{kind=\"lost\"}"), 2);
    EXPECT_DOUBLE_EQ(metric("greeninfer_carbon_saved_grams_total{kind=\"preview_lost\"}"), 0.2);
    EXPECT_DOUBLE_EQ(metric("greeninfer_carbon_saved_grams_total{kind=\"preview\"}"), 0);
}

TEST_F(PreviewSavingTest, IsNotClaimedWhereItIsNotKnown) {
    OpenPreview unknown = open_preview(1min);
    unknown.spent.footprint.reset();
    OpenPreview without_grams = open_preview(1min);
    without_grams.estimate = footprint(10, std::nullopt);
    metrics.record_expired({unknown, without_grams}, false, gains);
    metrics.record_expired({open_preview(1min)}, true, gains);
    EXPECT_DOUBLE_EQ(metric("greeninfer_carbon_saved_grams_total{kind=\"preview\"}"), 0);
    EXPECT_DOUBLE_EQ(metric("greeninfer_previews_total{outcome=\"avoided\"}"), 2);
    EXPECT_DOUBLE_EQ(metric("greeninfer_previews_total{outcome=\"unknown\"}"), 1);
}

}  // namespace
}  // namespace greeninfer::pipeline
