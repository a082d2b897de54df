#pragma once
// What the routes of every core may ask about the process as a whole. Made by app; thread-safe.
#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace greeninfer::api {

struct Service {
    std::string_view version;
    const std::atomic<bool>& draining;
    std::function<std::string()> metrics;  // the whole Prometheus exposition; called on any core
};

}  // namespace greeninfer::api
