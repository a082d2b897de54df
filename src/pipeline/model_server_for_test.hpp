#pragma once
// Model servers that do, request by request, what a list says: answer, refuse, break off.
//
// Several servers share one list, so that the list tells what happens to one request whatever endpoint it goes to.
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "testing/scripted_upstream.hpp"

namespace greeninfer::pipeline {

enum class Act {
    stream,             // a whole stream with two texts
    json,               // a whole JSON answer
    reject,             // 400 about the request
    rate_limit,         // 429 with advice
    fail,               // 500
    cut_at_once,        // closes without an answer
    cut_before_text,    // breaks off in the lifecycle events
    error_before_text,  // an error event in place of the text
    cut_after_text,     // breaks off after the first text
    silent,             // takes the request and says nothing until the peer leaves
};

inline std::string bytes_of(Act act) {
    const std::string stream = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    const std::string role = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    const std::string text = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n";
    const auto whole = [](const std::string& status, const std::string& fields, const std::string& body) {
        return "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n" + fields +
               "connection: close\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    switch (act) {
        case Act::stream:
            return stream + role + text + text + "data: [DONE]\n\n";
        case Act::json:
            return whole("200 OK", "", R"({"choices":[{"message":{"content":"one"}}]})");
        case Act::reject:
            return whole("400 Bad Request", "", R"({"error":{"message":"no such tool","param":"tools[0]"}})");
        case Act::rate_limit:
            return whole("429 Too Many Requests", "retry-after: 7\r\nx-ratelimit-remaining-requests: 0\r\n", "{}");
        case Act::fail:
            return whole("500 Internal Server Error", "x-ratelimit-remaining-requests: 5\r\n", "{}");
        case Act::cut_before_text:
            return stream + role;
        case Act::error_before_text:
            return stream + role + "data: {\"error\":{\"message\":\"overloaded\",\"code\":500}}\n\n";
        case Act::cut_after_text:
            return stream + role + text;
        case Act::cut_at_once:
        case Act::silent:
            break;
    }
    return "";
}

class ModelServers {
public:
    // The last act goes on for all further requests.
    ModelServers(std::size_t count, std::deque<Act> acts) : acts_(std::move(acts)) {
        for (std::size_t index = 0; index < count; ++index) {
            const auto serve = [this, index](testing::BlockingSocket& peer) { answer(index, peer); };
            servers_.push_back(std::make_unique<testing::ScriptedUpstream>(serve));
        }
    }

    std::vector<std::string> urls() const {
        std::vector<std::string> urls;
        for (const auto& server : servers_) urls.push_back(server->url() + "/v1");
        return urls;
    }
    // Which server each request went to, in order, and what it did.
    std::vector<std::pair<std::size_t, Act>> log() const {
        const std::lock_guard lock(mutex_);
        return log_;
    }
    testing::HttpText last_request() const {
        const std::lock_guard lock(mutex_);
        return last_request_;
    }

private:
    void answer(std::size_t index, testing::BlockingSocket& peer) {
        const testing::HttpText request = peer.read_message();
        if (request.head.empty()) return;
        const Act act = next(index, request);
        if (act == Act::silent) {
            peer.closes_within(testing::BlockingSocket::kPatience);
        } else if (const std::string bytes = bytes_of(act); !bytes.empty()) {
            peer.send(bytes);
        }
    }

    Act next(std::size_t index, const testing::HttpText& request) {
        const std::lock_guard lock(mutex_);
        const Act act = acts_.front();
        if (acts_.size() > 1) acts_.pop_front();
        log_.emplace_back(index, act);
        last_request_ = request;
        return act;
    }

    mutable std::mutex mutex_;
    std::deque<Act> acts_;
    std::vector<std::pair<std::size_t, Act>> log_;
    testing::HttpText last_request_;
    std::vector<std::unique_ptr<testing::ScriptedUpstream>> servers_;  // joined before what they use goes
};

}  // namespace greeninfer::pipeline
