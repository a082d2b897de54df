#pragma once
// A loopback port whose queue of waiting connections is full, so that connecting to it hangs.
#include <array>
#include <cstdint>
#include <string>

namespace greeninfer::testing {

class FullBacklog {
public:
    FullBacklog();
    ~FullBacklog();
    FullBacklog(const FullBacklog&) = delete;
    FullBacklog& operator=(const FullBacklog&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    int listening_;
    std::uint16_t port_ = 0;
    std::array<int, 3> waiting_{};
};

}  // namespace greeninfer::testing
