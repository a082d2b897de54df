#include "api/routes.hpp"

#include <fmt/format.h>

#include <array>

namespace greeninfer::api {

namespace {

using wire::RequestKind;

constexpr std::array<RouteEntry, 21> kRoutes = {{
    {Route::chat_completions, "POST", "/v1/chat/completions", "chat_completions", RequestKind::chat},
    {Route::completions, "POST", "/v1/completions", "completions", RequestKind::completion},
    {Route::embeddings, "POST", "/v1/embeddings", "embeddings", RequestKind::embedding},
    {Route::list_models, "GET", "/v1/models", "models"},
    {Route::one_model, "GET", "/v1/models/", "models"},
    {Route::native_chat, "POST", "/chat", "chat", RequestKind::chat},
    {Route::analyze, "POST", "/analyze", "analyze", RequestKind::chat},
    {Route::session, "GET", "/sessions/", "sessions"},
    {Route::delete_session, "DELETE", "/sessions/", "sessions"},
    {Route::health, "GET", "/health", "health"},
    {Route::live, "GET", "/live", "live"},
    {Route::ready, "GET", "/ready", "ready"},
    {Route::metrics, "GET", "/metrics", "metrics"},
    {Route::grid, "GET", "/grid", "grid"},
    {Route::carbon_report, "GET", "/reports/carbon", "reports"},
    {Route::setup, "GET", "/setup", "setup"},
    {Route::root, "GET", "/", "root"},
    {Route::page_asset, "GET", "/assets/", "page"},
    {Route::page_icon, "GET", "/icon.svg", "page"},
    {Route::page_manifest, "GET", "/manifest.webmanifest", "page"},
    {Route::page_worker, "GET", "/sw.js", "page"},
}};

bool fits(const RouteEntry& entry, std::string_view path) {
    if (entry.path.size() > 1 && entry.path.ends_with('/')) {
        return path.size() > entry.path.size() && path.starts_with(entry.path);
    }
    return path == entry.path;
}

}  // namespace

std::span<const RouteEntry> all_routes() {
    return kRoutes;
}

Result<Match> match_route(std::string_view method, std::string_view target) {
    const std::string_view path = target.substr(0, target.find('?'));
    std::string allowed;
    for (const RouteEntry& entry : kRoutes) {
        if (!fits(entry, path)) continue;
        const bool reads = entry.method == "GET" && method == "HEAD";
        if (method == entry.method || reads) {
            const bool has_parameter = entry.path.size() > 1 && entry.path.ends_with('/');
            return Match{&entry, has_parameter ? path.substr(entry.path.size()) : std::string_view()};
        }
        allowed += allowed.empty() ? "" : ", ";
        allowed += entry.method == "GET" ? "GET, HEAD" : entry.method;
    }
    if (allowed.empty()) return fail(Fault::unknown_route, "no such path; the README lists those that exist");
    return fail(Fault::method_not_allowed, fmt::format("this path takes {}", allowed), allowed);
}

wire::Dialect dialect_of(std::string_view target) {
    // A head that could not be read has no target; most clients are OpenAI's.
    return target.empty() || target.starts_with("/v1/") ? wire::Dialect::openai : wire::Dialect::native;
}

}  // namespace greeninfer::api
