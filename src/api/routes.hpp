#pragma once
// Every path that the gateway answers, in one table.
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "wire/fault_table.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::api {

enum class Route : std::uint8_t {
    chat_completions,
    completions,
    embeddings,
    list_models,
    one_model,
    native_chat,
    analyze,
    session,
    delete_session,
    health,
    live,
    ready,
    metrics,
    grid,
    carbon_report,
    setup,
    root,
    page_asset,
    page_icon,
    page_manifest,
    page_worker,
};

struct RouteEntry {
    Route route;
    std::string_view method;  // GET also answers HEAD
    std::string_view path;    // ending in '/': the rest of the path is a parameter
    std::string_view label;   // for metrics
    wire::RequestKind kind = wire::RequestKind::chat;
};

struct Match {
    const RouteEntry* entry = nullptr;
    std::string_view parameter;  // what follows a path that ends in '/', still percent-encoded
};

std::span<const RouteEntry> all_routes();

// Fails with unknown_route, or with method_not_allowed and the allowed methods in the field.
Result<Match> match_route(std::string_view method, std::string_view target);

// OpenAI's error shape under /v1, the native one everywhere else.
wire::Dialect dialect_of(std::string_view target);

}  // namespace greeninfer::api
