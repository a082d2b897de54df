#pragma once
// What the routes of every core may ask about the process as a whole. Made by app; thread-safe.
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "account/bookkeeper.hpp"
#include "pipeline/optimizer_board.hpp"

namespace greeninfer::api {

struct Service {
    std::string_view version;
    const std::atomic<bool>& draining;
    std::function<std::string()> metrics;  // the whole Prometheus exposition; takes a while, so to be made aside
    // Does long work on a core that serves no requests, and gives its text to the caller where it was.
    std::function<boost::asio::awaitable<std::string>(std::move_only_function<std::string()>)> aside;
    account::Bookkeeper& books;
    std::string data_set;                                 // which figures reports are made with
    const pipeline::OptimizerBoard* optimizer = nullptr;  // null: as if it were disabled
};

}  // namespace greeninfer::api
