#include "pipeline/routing.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using models::Capability;
using models::Tier;

// A catalogue with one model for each thing that routing looks at. Smaller tiers come later in the configuration, so
// that an order by tier cannot be mistaken for one by place.
std::vector<models::ModelSettings> catalogue() {
    using enum Capability;
    return {
        model_for_test("huge", Tier::xlarge, {tools, logprobs, vision}),
        model_for_test("seer", Tier::large, {vision, tools}),
        model_for_test("middle", Tier::medium, {tools}),
        model_for_test("vectors", Tier::medium, {embeddings}),
        model_for_test("tiny", Tier::small),
        model_for_test("org/tiny-2", Tier::small),
    };
}

// Words of the column `asks`: what the request uses. "down": models whose endpoint fails its health checks.
struct Row {
    std::string model, asks, down, answer, mode;
};

wire::RequestView view_of(const Row& row) {
    wire::RequestView view;
    view.model = row.model;
    view.has_tools = row.asks.contains("tools");
    view.has_images = row.asks.contains("images");
    view.has_logprobs = row.asks.contains("logprobs");
    view.kind = row.asks.contains("embed") ? wire::RequestKind::embedding : wire::RequestKind::chat;
    return view;
}

void take_down(const Generation& generation, const std::string& models) {
    std::istringstream words(models);
    for (std::string name; words >> name;) {
        const models::Model* model = generation.catalogue.find(name);
        ASSERT_NE(model, nullptr) << name;
        for (const auto& endpoint : generation.fleet->endpoints_of(*model)) endpoint->state->healthy = false;
    }
}

std::string answer_of(const Result<Decision>& decided) {
    if (!decided) return decided.error().fault == Fault::unknown_model ? "unknown" : "invalid";
    return decided->model->settings.name;
}

// clang-format off
const std::vector<Row> kTable = {
    // model               asks              down                         answer        mode
    {"tiny",               "",               "",                          "tiny",       "balanced"},
    {"org/tiny-2",         "",               "",                          "org/tiny-2", "balanced"},
    {"huge",               "",               "",                          "huge",       "balanced"},
    {"tiny",               "",               "tiny",                      "tiny",       "balanced"},    // never re-routed
    {"tiny",               "images",         "",                          "tiny",       "balanced"},    // as asked for
    {"vectors",            "embed",          "",                          "vectors",    "balanced"},
    {"Tiny",               "",               "",                          "unknown",    ""},
    {"tiny-2",             "",               "",                          "unknown",    ""},
    {"automatic",          "",               "",                          "unknown",    ""},
    {"auto-fast",          "",               "",                          "unknown",    ""},
    {"auto-",              "",               "",                          "unknown",    ""},
    {"auto",               "",               "",                          "tiny",       "balanced"},
    {"auto-eco",           "",               "",                          "tiny",       "eco"},
    {"auto-balanced",      "",               "",                          "tiny",       "balanced"},
    {"auto-performance",   "",               "",                          "tiny",       "performance"},
    {"auto",               "",               "tiny",                      "org/tiny-2", "balanced"},
    {"auto",               "",               "tiny org/tiny-2",           "middle",     "balanced"},
    {"auto",               "",               "tiny org/tiny-2 middle",    "seer",       "balanced"},    // not vectors
    {"auto",               "",               "tiny org/tiny-2 middle seer huge", "tiny", "balanced"},   // all down
    {"auto",               "tools",          "",                          "middle",     "balanced"},
    {"auto",               "tools",          "middle",                    "seer",       "balanced"},
    {"auto",               "images",         "",                          "seer",       "balanced"},
    {"auto",               "images tools",   "",                          "seer",       "balanced"},
    {"auto",               "logprobs",       "",                          "huge",       "balanced"},
    {"auto",               "images logprobs","seer",                      "huge",       "balanced"},
    {"auto",               "embed",          "",                          "vectors",    "balanced"},
    {"auto-eco",           "embed",          "vectors",                   "vectors",    "eco"},
};
// clang-format on

TEST(Routing, DecidesAsTheTableSays) {
    for (const Row& row : kTable) {
        SCOPED_TRACE(row.model + " | " + row.asks + " | down: " + row.down);
        telemetry::LabelNames names;
        const auto generation = make_generation({.models = catalogue()}, names);
        take_down(*generation, row.down);
        const auto decided =
            decide({.generation = *generation, .snapshot = *generation->grid_board->now(), .view = view_of(row)});
        EXPECT_EQ(answer_of(decided), row.answer);
        if (decided) EXPECT_EQ(kModeNames[static_cast<std::size_t>(decided->mode)], row.mode);
        if (decided) EXPECT_EQ(decided->chosen_by_client, !row.model.starts_with("auto"));
        if (!decided) EXPECT_EQ(decided.error().field, "model");
    }
}

TEST(Routing, SaysWhatIsNotScored) {
    telemetry::LabelNames names;
    const auto generation = make_generation({.models = {model_for_test("tiny")}}, names);
    wire::RequestView view;
    view.model = "auto";
    EXPECT_TRUE(decide({.generation = *generation, .snapshot = *generation->grid_board->now(), .view = view})
                    ->reason.contains("not scored"));
    view.model = "tiny";
    EXPECT_TRUE(decide({.generation = *generation, .snapshot = *generation->grid_board->now(), .view = view})
                    ->reason.contains("request names"));
}

TEST(Routing, AModeAskedForCountsBeforeTheDefaultAndANameBeforeBoth) {
    struct Row {
        std::string model;
        Mode default_mode;
        std::optional<Mode> requested;
        Mode expected;
    };
    const std::vector<Row> rows = {
        {"auto", Mode::eco, {}, Mode::eco},
        {"auto", Mode::eco, Mode::performance, Mode::performance},
        {"auto-balanced", Mode::eco, Mode::performance, Mode::balanced},
        {"tiny", Mode::performance, {}, Mode::performance},
        {"tiny", Mode::performance, Mode::eco, Mode::eco},
    };
    telemetry::LabelNames names;
    for (const Row& row : rows) {
        SCOPED_TRACE(row.model);
        const auto generation =
            make_generation({.models = {model_for_test("tiny")}, .routing = {.default_mode = row.default_mode}}, names);
        wire::RequestView view;
        view.model = row.model;
        EXPECT_EQ(decide({.generation = *generation,
                          .snapshot = *generation->grid_board->now(),
                          .view = view,
                          .requested_mode = row.requested})
                      ->mode,
                  row.expected);
    }
}

TEST(Routing, WhatNoModelCanDoIsNamed) {
    telemetry::LabelNames names;
    const auto generation =
        make_generation({.models = {model_for_test("tiny", Tier::small, {Capability::tools})}}, names);
    struct Row {
        std::string asks, needs;
    };
    for (const Row& row : {Row{"embed", "embeddings"}, Row{"images", "vision"}, Row{"images tools", "vision, tools"},
                           Row{"logprobs", "logprobs"}}) {
        SCOPED_TRACE(row.asks);
        const auto decided = decide({.generation = *generation,
                                     .snapshot = *generation->grid_board->now(),
                                     .view = view_of({"auto", row.asks, "", "", ""})});
        ASSERT_FALSE(decided.has_value());
        EXPECT_EQ(decided.error().fault, Fault::invalid_request);
        EXPECT_TRUE(decided.error().detail.ends_with(": " + row.needs)) << decided.error().detail;
    }
}

TEST(Routing, TheLocalEngineMakesNoEmbeddings) {
    telemetry::LabelNames names;
    const auto engine = local_endpoint_for_test("smol");
    const auto generation =
        make_generation({.models = {model_for_test("smol")}, .local = fleet::LocalEndpoint{"smol", engine}}, names);
    for (const std::string model : {"smol", "auto"}) {
        SCOPED_TRACE(model);
        const auto decided = decide({.generation = *generation,
                                     .snapshot = *generation->grid_board->now(),
                                     .view = view_of({model, "embed", "", "", ""})});
        ASSERT_FALSE(decided.has_value());
        EXPECT_EQ(decided.error().fault, Fault::invalid_request);
    }
    EXPECT_EQ(decide({.generation = *generation,
                      .snapshot = *generation->grid_board->now(),
                      .view = view_of({"smol", "", "", "", ""})})
                  ->model->settings.name,
              "smol");
}

TEST(Routing, AnEngineThatStartsIsNotHealthyYet) {
    telemetry::LabelNames names;
    const auto engine = local_endpoint_for_test("smol");
    const auto generation = make_generation({.models = {model_for_test("smol"), model_for_test("big", Tier::large)},
                                             .local = fleet::LocalEndpoint{"smol", engine}},
                                            names);
    const auto view = view_of({"auto", "", "", "", ""});
    EXPECT_EQ(decide({.generation = *generation, .snapshot = *generation->grid_board->now(), .view = view})
                  ->model->settings.name,
              "big");
    engine->state->origin = std::make_shared<const net::Origin>(origin_for_test("http://127.0.0.1:9/v1"));
    EXPECT_EQ(decide({.generation = *generation, .snapshot = *generation->grid_board->now(), .view = view})
                  ->model->settings.name,
              "smol");
}

TEST(Routing, AnInventedNameOfAnyLengthMakesAShortError) {
    telemetry::LabelNames names;
    const auto generation = make_generation({.models = {model_for_test("tiny")}}, names);
    const auto decided = decide({.generation = *generation,
                                 .snapshot = *generation->grid_board->now(),
                                 .view = view_of({std::string(100'000, 'x'), "", "", "", ""})});
    ASSERT_FALSE(decided.has_value());
    EXPECT_LT(decided.error().detail.size(), 400u);
}

TEST(Routing, TheStageTakesTheModeOfANativeRequest) {
    WorkerForTest it;
    const auto generation = make_generation({.models = {model_for_test("tiny")}}, it.names);
    ExchangeForTest one(generation, "{}");
    one.exchange.view.model = "auto";
    one.exchange.native.emplace();
    const auto chain = LastStage::chain([](Exchange&) { return Result<void>(); });
    for (const auto& [native, mode] :
         {std::pair{wire::NativeMode::eco, Mode::eco}, std::pair{wire::NativeMode::balanced, Mode::balanced},
          std::pair{wire::NativeMode::performance, Mode::performance}}) {
        one.exchange.native->mode = native;
        ASSERT_TRUE(it.run(Routing(it.worker).handle(one.exchange, Next(chain))).has_value());
        EXPECT_EQ(one.exchange.decision.mode, mode);
    }
}

}  // namespace
}  // namespace greeninfer::pipeline
