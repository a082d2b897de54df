#pragma once
// What a child process is started with, and how it ended.
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::fleet {

struct ChildCommand {
    std::string program;                 // path; no search through PATH
    std::vector<std::string> arguments;  // without the program's own name. Every local user can read them: no secrets
    // NAME=value. All that the child gets: the gateway's own environment holds keys and is never passed on.
    std::vector<std::string> environment;
    // From 0 to 1000. Under memory pressure the kernel ends the higher one first: better the child than the gateway.
    int oom_score_adj = 500;
};

struct ChildEnd {
    enum class Reason { exited, signalled, unresponsive, not_started };

    Reason reason = Reason::exited;
    int code = 0;             // exit code, signal number or errno, by reason; 0 for unresponsive
    std::string detail = {};  // for people, when there is more to say; names no secret
};

constexpr std::string_view to_string(ChildEnd::Reason reason) {
    switch (reason) {
        case ChildEnd::Reason::exited:
            return "exited";
        case ChildEnd::Reason::signalled:
            return "signalled";
        case ChildEnd::Reason::unresponsive:
            return "unresponsive";
        case ChildEnd::Reason::not_started:
            return "not_started";
    }
    return "";
}

}  // namespace greeninfer::fleet
