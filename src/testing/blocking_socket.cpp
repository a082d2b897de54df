#include "testing/blocking_socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "net/listen_address.hpp"

namespace greeninfer::testing {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& letter : result) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return result;
}

// The value of a field in a lower-cased head; nothing when absent.
std::optional<std::string> field(const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ":");
    if (at == std::string::npos) return std::nullopt;
    const std::size_t begin = head.find_first_not_of(' ', at + name.size() + 3);
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

}  // namespace

int HttpText::status() const {
    return head.starts_with("HTTP/1.") ? std::atoi(head.c_str() + 9) : 0;
}

BlockingSocket BlockingSocket::connect(const std::string& address) {
    const auto parsed = net::parse_listen_address(address);
    if (!parsed) throw std::runtime_error("not an address: " + address);
    const int descriptor = ::socket(parsed->endpoint.data()->sa_family, SOCK_STREAM, 0);
    BlockingSocket socket(descriptor);
    if (::connect(descriptor, parsed->endpoint.data(), static_cast<socklen_t>(parsed->endpoint.size())) != 0) {
        throw std::runtime_error("cannot connect to " + address);
    }
    return socket;
}

// What a script sends in two pieces goes out in two, at once.
BlockingSocket::BlockingSocket(int descriptor) : descriptor_(descriptor) {
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

BlockingSocket::BlockingSocket(BlockingSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), unread_(std::move(other.unread_)) {}

bool BlockingSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        pollfd wanted{descriptor_, POLLOUT, 0};
        if (::poll(&wanted, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) != 1) return false;
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::optional<std::string> BlockingSocket::read_some(std::chrono::milliseconds patience) {
    if (!unread_.empty()) return std::exchange(unread_, {});
    pollfd wanted{descriptor_, POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(patience.count())) != 1) return std::nullopt;
    std::string bytes(64 * 1024, '\0');
    const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
}

bool BlockingSocket::fill() {
    std::string kept = std::exchange(unread_, {});
    const auto bytes = read_some();
    unread_ = std::move(kept) + bytes.value_or("");
    return bytes && !bytes->empty();
}

HttpText BlockingSocket::read_message(bool has_body) {
    HttpText message;
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return message;
    }
    message.head = unread_.substr(0, end + 4);
    unread_.erase(0, end + 4);
    const std::string head = lower(message.head);
    message.whole = true;
    if (!has_body) return message;
    if (field(head, "transfer-encoding") == "chunked") {
        message.whole = take_chunks(message.body);
    } else if (const auto length = field(head, "content-length")) {
        const std::size_t bytes = std::stoul(*length);
        while (unread_.size() < bytes && message.whole) message.whole = fill();
        message.body = unread_.substr(0, bytes);
        unread_.erase(0, bytes);
    } else if (head.starts_with("http/") && !head.starts_with("http/1.1 1")) {
        message.body = read_to_end();
    }
    return message;
}

bool BlockingSocket::take_chunks(std::string& body) {
    for (;;) {
        std::size_t line = 0;
        while ((line = unread_.find("\r\n")) == std::string::npos) {
            if (!fill()) return false;
        }
        const std::size_t size = std::stoul(unread_, nullptr, 16);
        while (unread_.size() < line + 2 + size + 2) {
            if (!fill()) return false;
        }
        body += unread_.substr(line + 2, size);
        unread_.erase(0, line + 2 + size + 2);
        if (size == 0) return true;
    }
}

std::string BlockingSocket::read_to_end() {
    while (fill()) {
    }
    return std::exchange(unread_, {});
}

bool BlockingSocket::closes_within(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const auto bytes = read_some(std::max(left, std::chrono::milliseconds(0)));
        if (!bytes) return false;
        if (bytes->empty()) return true;
    }
}

void BlockingSocket::finish_sending() {
    ::shutdown(descriptor_, SHUT_WR);
}

void BlockingSocket::reset() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close();
}

void BlockingSocket::close() {
    if (const int descriptor = std::exchange(descriptor_, -1); descriptor >= 0) ::close(descriptor);
}

}  // namespace greeninfer::testing
