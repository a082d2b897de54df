#include "api/page_routes.hpp"

#include "api/page.hpp"
#include "api/preference.hpp"

namespace greeninfer::api {

bool is_page_request(Route route, const net::RequestHead& head) {
    switch (route) {
        case Route::page_asset:
        case Route::page_icon:
        case Route::page_manifest:
        case Route::page_worker:
            return true;
        case Route::root:
            return prefers_page(head.fields);
        default:
            return false;
    }
}

Task<unsigned> answer_page(net::ServerExchange& out, const Envelope& envelope) {
    const std::string_view target = out.head().target;
    const PageFile* const file = find_page_file(target.substr(0, target.find('?')));
    if (file == nullptr) {
        co_return fail(Fault::unknown_route, "the page has no file of that name; load the page again");
    }
    PageAnswer answer = page_answer(*file, out.head());
    answer.fields.add("x-request-id", envelope.request_id);
    answer.fields.append(envelope.fields);
    if (auto sent = co_await out.respond(answer.status, answer.fields, {&answer.body, 1}); !sent) {
        co_return std::unexpected(sent.error());
    }
    co_return answer.status;
}

}  // namespace greeninfer::api
