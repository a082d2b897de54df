#include "testing/running_server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace greeninfer::testing {

RunningServer::RunningServer(const net::ServerSettings& settings, net::TlsContext tls, const std::string& address)
    : shared_(settings.memory_ceiling) {
    const auto listening = thread_.call([&] {
        server_ = std::make_unique<net::Server>(thread_.core(), settings, shared_, handler_, std::move(tls));
        return server_->listen(address);
    });
    if (!listening) throw std::runtime_error(listening.error().detail);
    address_ = *listening;
}

RunningServer::~RunningServer() {
    thread_.call([this] { server_->kill(); });
    EXPECT_TRUE(soon([this] { return connections() == 0; })) << "a connection outlives kill()";
    thread_.call([this] { server_.reset(); });
    EXPECT_EQ(thread_.core().metrics().connections_open.value(), 0);
    EXPECT_EQ(shared_.connections.load(), 0U);
    EXPECT_EQ(shared_.memory.held_bytes(), 0U);
    EXPECT_EQ(handler_.running.load(), 0U);
}

HttpText RunningServer::ask(std::string_view bytes) const {
    BlockingSocket client = connect();
    client.send(bytes);
    return client.read_message();
}

}  // namespace greeninfer::testing
