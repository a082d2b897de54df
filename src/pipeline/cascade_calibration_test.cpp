#include "pipeline/cascade_calibration.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace greeninfer::pipeline {
namespace {

constexpr std::string_view kRule =
    R"({"signal":"check_probability","right_now":{"bias":0,"weights":{"check_logit":1}},"right_next":{"bias":2,"weights":{}},"escalate_above":[{"quality_target":0.9,"gain":0.4,"kept_share":0.8},{"quality_target":1,"gain":0.2,"kept_share":0.4}]})";

std::string with_pairs(std::string_view pairs) {
    return R"({"format":"greeninfer-cascade-calibration","version":1,"pairs":[)" + std::string(pairs) + "]}";
}

std::string pair(std::string_view small, std::string_view large, std::string_view rules) {
    return R"({"small":")" + std::string(small) + R"(","large":")" + std::string(large) + R"(","rules":[)" +
           std::string(rules) + "]}";
}

std::string with(std::string_view text, std::string_view before, std::string_view after) {
    std::string changed(text);
    const std::size_t at = changed.find(before);
    EXPECT_NE(at, std::string::npos) << before;
    return changed.replace(at, before.size(), after);
}

TEST(CascadeCalibration, WhatIsBuiltInCanBeRead) {
    const auto calibration = CascadeCalibration::embedded();
    ASSERT_TRUE(calibration) << calibration.error().detail;
    const PairCalibration* any = calibration->find("some-small", "some-large");
    ASSERT_NE(any, nullptr);
    EXPECT_NE(any->rule_for(CascadeSignal::check_probability), nullptr);
    EXPECT_NE(any->rule_for(CascadeSignal::cheap), nullptr) << "the last resort";
}

TEST(CascadeCalibration, TheFirstMatchingPairIsTaken) {
    const std::string json = with_pairs(pair("a", "b", "") + "," + pair("a", "*", kRule) + "," + pair("*", "*", kRule));
    const auto calibration = CascadeCalibration::parse(json, "test");
    ASSERT_TRUE(calibration) << calibration.error().detail;
    EXPECT_EQ(calibration->find("a", "b")->large, "b");
    EXPECT_EQ(calibration->find("a", "c")->small, "a");
    EXPECT_EQ(calibration->find("x", "b")->small, "*");
    EXPECT_EQ(CascadeCalibration::parse(with_pairs(pair("a", "b", "")), "test")->find("b", "a"), nullptr);
}

TEST(CascadeCalibration, ErrorsNameFileAndKey) {
    const std::string good = with_pairs(pair("*", "*", kRule));
    struct Row {
        std::string_view name;
        std::string json;
        std::string_view says;
    };
    const std::vector<Row> rows = {
        {"no json", "{", "f.json: is not JSON"},
        {"another format", with(good, "greeninfer-cascade-calibration", "x"), "f.json: format: must be"},
        {"another version", with(good, "\"version\":1", "\"version\":2"), "f.json: version: must be a number from 1"},
        {"no pairs", with(good, "pairs", "pair"), "f.json: 'pairs' is missing"},
        {"pairs no list", R"({"format":"greeninfer-cascade-calibration","version":1,"pairs":7})",
         "pairs: must be a list"},
        {"an unknown signal", with(good, "check_probability", "mood"),
         "pairs[0].rules[0].signal: 'mood' is not known; known are check_probability"},
        {"an unknown feature", with(good, "check_logit", "mood"),
         "pairs[0].rules[0].right_now.weights.mood: 'mood' is not known"},
        {"a weight that is no number", with(good, "\"check_logit\":1", "\"check_logit\":\"1\""),
         "weights.check_logit: must be a number"},
        {"a missing bias", with(good, "\"bias\":0,", ""), "right_now: 'bias' is missing"},
        {"a share above 1", with(good, "\"kept_share\":0.4", "\"kept_share\":4"),
         "escalate_above[1].kept_share: must be a number from 0 to 1"},
        {"targets that fall", with(good, "\"quality_target\":1", "\"quality_target\":0.5"),
         "escalate_above[1]: 'quality_target' must grow"},
        {"a signal twice", with_pairs(pair("*", "*", std::string(kRule) + "," + std::string(kRule))),
         "rules[1]: there is already"},
        {"no points",
         with_pairs(pair(
             "*", "*",
             with(
                 kRule,
                 R"({"quality_target":0.9,"gain":0.4,"kept_share":0.8},{"quality_target":1,"gain":0.2,"kept_share":0.4})",
                 ""))),
         "escalate_above: must not be empty"},
        {"a broken start", with(good, "\"rules\"", "\"start\":{},\"rules\""), "pairs[0].start: 'right_now' is missing"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto calibration = CascadeCalibration::parse(row.json, "f.json");
        ASSERT_FALSE(calibration);
        EXPECT_TRUE(calibration.error().detail.contains(row.says)) << calibration.error().detail;
        EXPECT_EQ(calibration.error().field, "cascade.calibration");
    }
}

TEST(CascadeCalibration, IsReadFromAFile) {
    EXPECT_TRUE(CascadeCalibration::from_file("/nowhere/x.json").error().detail.starts_with("/nowhere/x.json"));
    const auto path = std::filesystem::temp_directory_path() / "greeninfer_cascade_calibration_test.json";
    std::ofstream(path) << with_pairs(pair("*", "*", kRule));
    EXPECT_TRUE(CascadeCalibration::from_file(path).has_value());
    std::filesystem::remove(path);
}

TEST(CascadeCalibration, PointsAreJoinedByStraightLines) {
    const OperatingPoints points = {{0.9, 0.4, 0.8}, {0.95, 0.3, 0.6}, {1, 0.1, 0.2}};
    struct Row {
        double target;
        double gain;
        double share;
    };
    for (const Row& row : {Row{0.5, 0.4, 0.8},
                           {0.9, 0.4, 0.8},
                           {0.925, 0.35, 0.7},
                           {0.95, 0.3, 0.6},
                           {0.975, 0.2, 0.4},
                           {1, 0.1, 0.2}}) {
        SCOPED_TRACE(row.target);
        EXPECT_NEAR(at_target(points, row.target).gain, row.gain, 1e-9);
        EXPECT_NEAR(at_target(points, row.target).share, row.share, 1e-9);
    }
}

TEST(CascadeCalibration, ACurveNeedsAllItsFeatures) {
    const Logistic curve{.bias = 0.5, .weights = {{CascadeFeature::check_logit, 2}, {CascadeFeature::score, -1}}};
    CascadeEvidence evidence;
    evidence.set(CascadeFeature::check_logit, 1);
    EXPECT_FALSE(curve.of(evidence));
    evidence.set(CascadeFeature::score, 0.5);
    EXPECT_NEAR(curve.of(evidence).value_or(-1), 1 / (1 + std::exp(-2.0)), 1e-12);
}

TEST(CascadeEvidence, IsNumbersByName) {
    CascadeEvidence evidence;
    for (std::size_t i = 0; i < kCascadeFeatureNames.size(); ++i) {
        EXPECT_FALSE(evidence.at(static_cast<CascadeFeature>(i)));
    }
    evidence.set_check_probability(1);
    EXPECT_NEAR(evidence.at(CascadeFeature::check_logit).value_or(0), std::log((1 - 1e-6) / 1e-6), 1e-9);
    evidence.set_check_probability(0.5);
    EXPECT_NEAR(evidence.at(CascadeFeature::check_logit).value_or(1), 0, 1e-12);
    evidence.set_answer("äöü", true);
    EXPECT_NEAR(evidence.at(CascadeFeature::answer_log_chars).value_or(0), std::log(4), 1e-12);
    EXPECT_EQ(evidence.at(CascadeFeature::hedges), 1);
}

}  // namespace
}  // namespace greeninfer::pipeline
