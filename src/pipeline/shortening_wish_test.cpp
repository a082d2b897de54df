#include "pipeline/shortening_wish.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using optimizer::LeftAlone;
using Fields = ExchangeForTest::Fields;

class ShorteningWishTest : public testing::Test {
protected:
    ShorteningWishTest() : generation_(make_generation({.models = {model_for_test("m")}}, names_)) {}

    Result<ShorteningWish> wish(const std::string& model, const Fields& fields = {},
                                wire::RequestKind kind = wire::RequestKind::chat) {
        const std::string input = kind == wire::RequestKind::chat ? R"("messages":[{"role":"user","content":"hi"}])"
                                  : kind == wire::RequestKind::completion ? R"("prompt":"hi")"
                                                                          : R"("input":"hi")";
        one_ = std::make_unique<ExchangeForTest>(generation_, R"({"model":")" + model + "\"," + input + "}", fields);
        one_->read(kind);
        if (edit_) edit_(one_->exchange);
        return shortening_wish_of(one_->exchange);
    }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
    std::function<void(Exchange&)> edit_;
};

TEST_F(ShorteningWishTest, AnAutoNameMayBeShortenedAndAModelsNameNot) {
    EXPECT_FALSE(wish("auto")->refused.has_value());
    EXPECT_FALSE(wish("auto-performance")->refused.has_value());
    EXPECT_EQ(wish("m")->refused, LeftAlone::not_asked);
    EXPECT_TRUE(wish("auto")->is_said);
    EXPECT_FALSE(wish("m")->is_said);
}

TEST_F(ShorteningWishTest, TheHeaderDecidesForEitherName) {
    EXPECT_FALSE(wish("m", {{"x-greeninfer-optimize", "on"}})->refused.has_value());
    EXPECT_FALSE(wish("m", {{"X-GreenInfer-Optimize", "ON"}})->refused.has_value());
    EXPECT_EQ(wish("auto", {{"x-greeninfer-optimize", "off"}})->refused, LeftAlone::not_asked);
    EXPECT_TRUE(wish("auto", {{"x-greeninfer-optimize", "off"}})->is_said);
}

TEST_F(ShorteningWishTest, WhatIsNeitherOnNorOffIsRefusedByName) {
    for (const std::string_view name : {kOptimizeField, kBriefField}) {
        for (const char* value : {"", "yes", "true", "on,off"}) {
            SCOPED_TRACE(value);
            const auto refused = wish("auto", {{std::string(name), value}});
            ASSERT_FALSE(refused.has_value());
            EXPECT_EQ(refused.error().fault, Fault::invalid_request);
            EXPECT_EQ(refused.error().field, name);
            EXPECT_TRUE(refused.error().detail.contains("on or off"));
            EXPECT_TRUE(refused.error().detail.contains(name));
        }
    }
}

TEST_F(ShorteningWishTest, OnlyChatsAreShortened) {
    const Fields on = {{"x-greeninfer-optimize", "on"}, {"x-greeninfer-brief", "on"}};
    for (const auto kind : {wire::RequestKind::completion, wire::RequestKind::embedding}) {
        EXPECT_EQ(wish("auto", on, kind)->refused, LeftAlone::no_text);
        EXPECT_FALSE(wish("auto", on, kind)->brief);
    }
}

TEST_F(ShorteningWishTest, TheConfigurationMaySwitchItOff) {
    generation_->optimizer.enabled = false;
    EXPECT_EQ(wish("auto")->refused, LeftAlone::disabled);
    EXPECT_EQ(wish("m", {{"x-greeninfer-optimize", "on"}})->refused, LeftAlone::disabled);
    EXPECT_EQ(wish("m")->refused, LeftAlone::not_asked);
}

TEST_F(ShorteningWishTest, ANativeBodyGoesBeforeTheHeader) {
    edit_ = [](Exchange& exchange) { exchange.native.emplace(wire::NativeRequest{.optimize = false, .brief = true}); };
    const auto said = wish("auto", {{"x-greeninfer-optimize", "on"}, {"x-greeninfer-brief", "off"}});
    EXPECT_EQ(said->refused, LeftAlone::not_asked);
    EXPECT_TRUE(said->brief);
}

TEST_F(ShorteningWishTest, BriefAnswersAreAskedForInEcoModeOrByTheRequest) {
    EXPECT_FALSE(wish("auto-eco")->brief);
    EXPECT_TRUE(wish("auto-performance", {{"x-greeninfer-brief", "on"}})->brief);
    EXPECT_TRUE(wish("m", {{"x-greeninfer-brief", "on"}})->brief);
    generation_->optimizer.brief_answers = true;
    EXPECT_TRUE(wish("auto-eco")->brief);
    EXPECT_FALSE(wish("auto-performance")->brief);
    EXPECT_FALSE(wish("m")->brief) << "a model that the client names is none of ours";
    EXPECT_FALSE(wish("auto-eco", {{"x-greeninfer-brief", "off"}})->brief);
}

TEST_F(ShorteningWishTest, AClientsOwnSwitchGoesBeforeTheSetting) {
    Client client;
    edit_ = [&](Exchange& exchange) { exchange.client = &client; };
    EXPECT_FALSE(wish("auto-eco")->brief);
    client.settings.brief_answers = true;
    EXPECT_TRUE(wish("auto-eco")->brief);
    generation_->optimizer.brief_answers = true;
    client.settings.brief_answers = false;
    EXPECT_FALSE(wish("auto-eco")->brief);
}

}  // namespace
}  // namespace greeninfer::pipeline
