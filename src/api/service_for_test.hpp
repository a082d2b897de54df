#pragma once
// What a gateway's process is to its routes, in tests: its page is short, and work that belongs aside is done on the
// spot.
#include "api/service.hpp"

namespace greeninfer::api {

inline boost::asio::awaitable<std::string> done_here(std::move_only_function<std::string()> work) {
    co_return work();
}

inline Service service_for_test(const std::atomic<bool>& draining, account::Bookkeeper& books) {
    return {.version = "1.2.3",
            .draining = draining,
            .metrics = [] { return "# a page\n"; },
            .aside = done_here,
            .books = books,
            .data_set = "a data set"};
}

}  // namespace greeninfer::api
