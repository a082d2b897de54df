#include "fleet/engine_probe.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string_view>

namespace greeninfer::fleet {

boost::asio::awaitable<bool> probe_engine(std::uint16_t port) {
    using boost::asio::ip::tcp;
    constexpr auto kNoThrow = boost::asio::as_tuple(boost::asio::use_awaitable);
    tcp::socket socket(co_await boost::asio::this_coro::executor);
    const tcp::endpoint engine(boost::asio::ip::address_v4::loopback(), port);
    if (const auto [error] = co_await socket.async_connect(engine, kNoThrow); error) co_return false;

    const std::string request =
        fmt::format("GET /health HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", port);
    if (const auto [error, sent] = co_await boost::asio::async_write(socket, boost::asio::buffer(request), kNoThrow);
        error)
        co_return false;

    constexpr std::string_view kHealthy = "HTTP/1.1 200 ";
    std::array<char, kHealthy.size()> answer{};
    const auto [error, length] = co_await boost::asio::async_read(socket, boost::asio::buffer(answer), kNoThrow);
    co_return !error && std::string_view(answer.data(), length) == kHealthy;
}

}  // namespace greeninfer::fleet
