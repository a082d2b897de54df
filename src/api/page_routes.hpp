#pragma once
// The routes of the web page: its files, and "/", which is the page for browsers and JSON for programs.
#include "api/answer.hpp"
#include "api/routes.hpp"

namespace greeninfer::api {

// Whether this request is for the page, or for what belongs to it.
bool is_page_request(Route route, const net::RequestHead& head);

// Answers it and gives the status. Fails with unknown_route when no file of the page has that name.
Task<unsigned> answer_page(net::ServerExchange& out, const Envelope& envelope);

}  // namespace greeninfer::api
