#pragma once
// Runs a function in a forked child, which can give up rights for good while the test program keeps its own.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <string>

namespace greeninfer::app {

struct ChildEnd {
    std::string said;
    int status = 0;  // as waitpid gives it
};

// The child says what the function returns, and ends without the exit handlers of the test program.
inline ChildEnd in_a_child(const std::function<std::string()>& function) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return {"no pipe", -1};
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string text = function();
        std::_Exit(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    ChildEnd end;
    std::array<char, 512> buffer{};
    for (ssize_t length = 0; (length = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        end.said.append(buffer.data(), static_cast<std::size_t>(length));
    ::close(ends[0]);
    ::waitpid(child, &end.status, 0);
    return end;
}

}  // namespace greeninfer::app
