#include "api/session_routes.hpp"

#include "api/percent_decoding.hpp"
#include "pipeline/session_report.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::api {

namespace {

std::unexpected<Error> unknown() {
    return fail(Fault::unknown_session, "there is no such session; it may have been idle for too long", "session_id");
}

budget::SessionKey key_of(const pipeline::Client* client, std::string_view id) {
    return {.owner = client ? std::string_view(client->settings.name) : std::string_view(), .id = id};
}

}  // namespace

Result<std::string> session_body(const pipeline::Generation& generation, const pipeline::Client* client,
                                 std::string_view encoded_id) {
    const pipeline::BudgetBook& book = generation.budgets;
    const std::string id = percent_decoded(encoded_id);
    const auto account = book.store()->find_session(key_of(client, id), book.session_bounds());
    if (!account) return unknown();
    const budget::Line line{budget::AccountKind::session, account, book.session_limits()};
    return pipeline::session_json(id, book.store()->status(line), book);
}

Result<std::string> delete_session(const pipeline::Generation& generation, const pipeline::Client* client,
                                   std::string_view encoded_id) {
    const pipeline::BudgetBook& book = generation.budgets;
    const std::string id = percent_decoded(encoded_id);
    if (!book.store()->forget_session(key_of(client, id), book.session_bounds())) return unknown();
    std::string body;
    wire::JsonWriter(body).begin_object().member("session_id", id).member("deleted", true).end_object();
    return body;
}

}  // namespace greeninfer::api
