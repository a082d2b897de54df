#include "api/gateway.hpp"

#include <chrono>

#include "api/cors.hpp"
#include "api/grid_routes.hpp"
#include "api/native_sink.hpp"
#include "api/openai_sink.hpp"
#include "api/page.hpp"
#include "api/page_routes.hpp"
#include "api/report_routes.hpp"
#include "api/request_id.hpp"
#include "api/session_routes.hpp"
#include "api/setup_routes.hpp"
#include "api/status_routes.hpp"
#include "pipeline/admission.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::api {

namespace {

bool is_inference(Route route) {
    return route == Route::chat_completions || route == Route::completions || route == Route::embeddings ||
           route == Route::native_chat || route == Route::analyze;
}

}  // namespace

Gateway::Gateway(pipeline::Worker& worker, Service& service, std::shared_ptr<const pipeline::Generation> generation)
    : worker_(worker),
      service_(service),
      pipeline_(worker, pipeline::PipelineKind::answer),
      analysis_(worker, pipeline::PipelineKind::analysis),
      generation_(std::move(generation)),
      started_at_(std::chrono::floor<std::chrono::seconds>(worker.core.clock().wall_now()).time_since_epoch().count()) {
    for (const RouteEntry& entry : all_routes()) {
        const auto index = static_cast<std::size_t>(entry.route);
        if (route_labels_.size() <= index) route_labels_.resize(index + 1, telemetry::kOther);
        route_labels_[index] = worker_.names.intern(entry.label);
    }
}

void Gateway::apply(std::shared_ptr<const pipeline::Generation> generation) {
    generation_ = std::move(generation);
}

boost::asio::awaitable<void> Gateway::handle(net::ServerExchange& out) {
    const auto generation = generation_;
    Envelope envelope{.request_id = request_id_of(out.head(), worker_.random)};
    add_cors_fields(*generation, out.head(), envelope.fields);
    if (is_preflight(out.head())) {
        constexpr unsigned kNoContent = 204;
        record(telemetry::kOther, kNoContent);
        co_await out.respond(kNoContent, envelope.fields, {});
        co_return;
    }
    auto match = match_route(out.head().method, out.head().target);
    auto routed =
        match ? co_await route(out, generation, envelope, *match) : Result<void>(std::unexpected(match.error()));
    if (routed || out.answered() || routed.error().fault == Fault::client_gone) co_return;
    const wire::Dialect dialect = dialect_of(out.head().target);
    record(match ? route_labels_[static_cast<std::size_t>(match->entry->route)] : telemetry::kOther,
           wire::http_status(routed.error().fault, dialect));
    co_await send_error(out, envelope, dialect, routed.error());
}

boost::asio::awaitable<void> Gateway::refuse(net::ServerExchange& out, const Error& error) {
    Envelope envelope{.request_id = request_id_of(out.head(), worker_.random)};
    add_cors_fields(*generation_, out.head(), envelope.fields);
    const wire::Dialect dialect = dialect_of(out.head().target);
    record(telemetry::kOther, wire::http_status(error.fault, dialect));
    co_await send_error(out, envelope, dialect, error);
}

void Gateway::record(telemetry::LabelId route, int status) {
    worker_.requests.record_request({.route = route}, status);
}

Task<> Gateway::route(net::ServerExchange& out, const Generation& generation, const Envelope& envelope,
                      const Match& match) {
    if (is_inference(match.entry->route)) co_return co_await infer(out, generation, envelope, *match.entry);
    const telemetry::LabelId label = route_labels_[static_cast<std::size_t>(match.entry->route)];
    if (is_page_request(match.entry->route, out.head())) {
        CO_TRY(const unsigned status, co_await answer_page(out, envelope));
        record(label, static_cast<int>(status));
        co_return Result<void>();
    }
    auto answered = co_await answer_locally(out, *generation, envelope, match);
    if (answered) record(label, 200);
    co_return answered;
}

Task<> Gateway::answer_locally(net::ServerExchange& out, const pipeline::Generation& generation,
                               const Envelope& envelope, const Match& match) {
    std::string body;
    std::string_view type = "application/json";
    switch (match.entry->route) {
        case Route::list_models:
        case Route::one_model: {
            const auto client = pipeline::authenticate(generation, out.head(), out.local_peer());
            if (!client) co_return std::unexpected(client.error());
            if (match.entry->route == Route::list_models) {
                body = models_body(generation, started_at_);
            } else {
                CO_TRY(body, model_body(generation, match.parameter, started_at_));
            }
            break;
        }
        case Route::session:
        case Route::delete_session: {
            CO_TRY(const auto client, pipeline::authenticate(generation, out.head(), out.local_peer()));
            const auto answer = match.entry->route == Route::session ? session_body : delete_session;
            CO_TRY(body, answer(generation, client, match.parameter));
            break;
        }
        case Route::ready: {
            CO_TRY(body, ready_body(generation, service_));
            break;
        }
        case Route::metrics:
            body = co_await service_.aside(service_.metrics);
            type = telemetry::kMetricsContentType;
            break;
        case Route::carbon_report:
            co_return co_await answer_report(out, generation, envelope);
        case Route::grid:
            body = grid_body(generation, worker_.core.clock());
            break;
        case Route::setup: {
            CO_TRY(const auto client, pipeline::authenticate(generation, out.head(), out.local_peer()));
            body = setup_body(generation, service_, client);
            break;
        }
        case Route::health:
            body = health_body(generation, service_);
            break;
        case Route::live:
            body = R"({"status":"live"})";
            break;
        default:
            co_return co_await answer_root(out, generation, envelope);
    }
    co_return co_await send_body(out, envelope, 200, type, body);
}

// For programs; browsers get the page at this path, which caches must be told.
Task<> Gateway::answer_root(net::ServerExchange& out, const pipeline::Generation& generation,
                            const Envelope& envelope) {
    Envelope varying = envelope;
    varying.fields.add("vary", kVaryOfRoot);
    const std::string body = root_body(generation, service_);
    co_return co_await send_body(out, varying, 200, "application/json", body);
}

Task<> Gateway::answer_report(net::ServerExchange& out, const pipeline::Generation& generation,
                              const Envelope& envelope) {
    CO_TRY(ReportRequest request, read_report_request(out.head().target));
    CO_TRY(const auto client, pipeline::authenticate(generation, out.head(), out.local_peer()));
    CO_TRY(request.query, narrowed(request.query, client));
    const std::string body = co_await service_.aside(
        [&] { return print_report(service_.books, request, worker_.names, service_.data_set); });
    co_return co_await send_body(out, envelope, 200, content_type_of(request.format), body);
}

Task<> Gateway::infer(net::ServerExchange& out, const Generation& generation, const Envelope& envelope,
                      const RouteEntry& entry) {
    const bool analysis = entry.route == Route::analyze;
    const bool native = analysis || entry.route == Route::native_chat;
    OpenAiSink openai_sink(out, envelope, worker_.core.clock());
    NativeSink native_sink(out, envelope, worker_.core.clock());
    pipeline::ReplySink& sink = native ? static_cast<pipeline::ReplySink&>(native_sink) : openai_sink;
    pipeline::Exchange exchange{
        .generation = generation,
        .head = out.head(),
        .dialect = native ? wire::Dialect::native : wire::Dialect::openai,
        .kind = entry.kind,
        .local_peer = out.local_peer(),
        .received_at = out.received_at(),
        .request_id = envelope.request_id,
        .route = route_labels_[static_cast<std::size_t>(entry.route)],
        .client_body = wire::PaddedView(out.body(), out.body().size() + net::kBodyPadding),
        .abort = out.abort(),
        .sink = sink,
        .grid = generation->grid_board->now(),
    };
    const auto done = co_await (analysis ? analysis_ : pipeline_)(exchange);
    if (done && analysis) {
        co_return co_await send_body(out, envelope, 200, "application/json", exchange.outcome.text);
    }
    if (done) co_return Result<void>();
    if (done.error().fault == Fault::client_gone) co_return done;
    if (out.answered()) co_return co_await break_stream(out, exchange, done.error());
    Envelope refusal = envelope;
    refusal.fields.append(exchange.answer_fields);
    co_return co_await send_error(out, refusal, exchange.dialect, done.error(), exchange.outcome.passed_fields);
}

}  // namespace greeninfer::api
