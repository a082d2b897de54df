#include "api/routes.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace greeninfer::api {
namespace {

TEST(Routes, EveryPathIsFoundByItsMethod) {
    struct Row {
        std::string_view method, target;
        Route route;
        std::string_view parameter;
    };
    const std::vector<Row> rows = {
        {"POST", "/v1/chat/completions", Route::chat_completions, ""},
        {"POST", "/v1/completions", Route::completions, ""},
        {"POST", "/v1/embeddings", Route::embeddings, ""},
        {"GET", "/v1/models", Route::list_models, ""},
        {"GET", "/v1/models/gpt", Route::one_model, "gpt"},
        {"GET", "/v1/models/org/model/v2", Route::one_model, "org/model/v2"},
        {"GET", "/v1/models/org%2Fmodel", Route::one_model, "org%2Fmodel"},
        {"GET", "/v1/models/gpt?verbose=1", Route::one_model, "gpt"},
        {"POST", "/chat", Route::native_chat, ""},
        {"POST", "/analyze", Route::analyze, ""},
        {"GET", "/sessions/a%20b", Route::session, "a%20b"},
        {"DELETE", "/sessions/a", Route::delete_session, "a"},
        {"GET", "/health", Route::health, ""},
        {"GET", "/live", Route::live, ""},
        {"GET", "/ready", Route::ready, ""},
        {"GET", "/metrics", Route::metrics, ""},
        {"GET", "/", Route::root, ""},
        {"GET", "/setup", Route::setup, ""},
        {"GET", "/assets/app-0a.js", Route::page_asset, "app-0a.js"},
        {"HEAD", "/assets/app-0a.js", Route::page_asset, "app-0a.js"},
        {"GET", "/icon.svg", Route::page_icon, ""},
        {"GET", "/manifest.webmanifest", Route::page_manifest, ""},
        {"GET", "/sw.js", Route::page_worker, ""},
        {"GET", "/?page=1", Route::root, ""},
        {"POST", "/v1/chat/completions?api-version=2024-10-21", Route::chat_completions, ""},
        {"HEAD", "/health", Route::health, ""},
        {"HEAD", "/v1/models/gpt", Route::one_model, "gpt"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.target);
        const auto match = match_route(row.method, row.target);
        ASSERT_TRUE(match.has_value());
        EXPECT_EQ(match->entry->route, row.route);
        EXPECT_EQ(match->parameter, row.parameter);
    }
}

TEST(Routes, WhatIsNotInTheTableIsUnknown) {
    for (const std::string_view target : {"/nothing",
                                          "/v1",
                                          "/v1/",
                                          "/v1/models/",
                                          "/v1/chat",
                                          "/v1/chat/completions/",
                                          "/V1/models",
                                          "/chat/",
                                          "//",
                                          "",
                                          "*",
                                          "/healthz",
                                          "/v1/responses",
                                          "/sessions",
                                          "/sessions/",
                                          "/assets",
                                          "/assets/",
                                          "/setup/",
                                          "/index.html",
                                          "/sw.js/"}) {
        SCOPED_TRACE(target);
        const auto match = match_route("GET", target);
        ASSERT_FALSE(match.has_value());
        EXPECT_EQ(match.error().fault, Fault::unknown_route);
    }
}

TEST(Routes, AWrongMethodIsToldTheRightOne) {
    struct Row {
        std::string_view method, target, allowed;
    };
    const std::vector<Row> rows = {
        {"GET", "/v1/chat/completions", "POST"},
        {"PUT", "/chat", "POST"},
        {"HEAD", "/v1/embeddings", "POST"},
        {"POST", "/v1/models", "GET, HEAD"},
        {"DELETE", "/v1/models/org/m", "GET, HEAD"},
        {"OPTIONS", "/v1/chat/completions", "POST"},
        {"get", "/health", "GET, HEAD"},
        {"POST", "/", "GET, HEAD"},
        {"POST", "/assets/app-0a.js", "GET, HEAD"},
        {"DELETE", "/setup", "GET, HEAD"},
        {"PUT", "/sessions/a", "GET, HEAD, DELETE"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.target);
        const auto match = match_route(row.method, row.target);
        ASSERT_FALSE(match.has_value());
        EXPECT_EQ(match.error().fault, Fault::method_not_allowed);
        EXPECT_EQ(match.error().field, row.allowed);
    }
}

TEST(Routes, OnlyPathsUnderV1SpeakOpenAisDialect) {
    for (const std::string_view target : {"/v1/chat/completions", "/v1/models/x", "/v1/nothing", ""}) {
        EXPECT_EQ(dialect_of(target), wire::Dialect::openai) << target;
    }
    for (const std::string_view target : {"/chat", "/", "/v1", "/v10/models", "/metrics"}) {
        EXPECT_EQ(dialect_of(target), wire::Dialect::native) << target;
    }
}

TEST(Routes, EachRouteHasOneEntry) {
    std::set<Route> routes;
    for (const RouteEntry& entry : all_routes()) {
        EXPECT_TRUE(routes.insert(entry.route).second) << entry.path;
        EXPECT_FALSE(entry.label.empty());
    }
}

}  // namespace
}  // namespace greeninfer::api
