#pragma once
// A worker on the test's own thread, with what it needs around it, and a way to run a coroutine to its end there.
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>
#include <string>

#include "account/usage_metrics.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class WorkerForTest {
public:
    static constexpr std::chrono::seconds kPatience{10};

    explicit WorkerForTest(const net::UpstreamSettings& settings = {}) : client(core, settings, nullptr) {}

    // What the coroutine returns. Throws when it does not end within kPatience.
    template <class Value>
    Value run(boost::asio::awaitable<Value> coroutine) {
        auto result = boost::asio::co_spawn(core.io(), std::move(coroutine), boost::asio::use_future);
        const Moment limit = clock.now() + kPatience;
        while (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
            if (clock.now() >= limit) throw std::runtime_error("the coroutine under test does not end");
            core.io().run_one_for(std::chrono::milliseconds(100));
        }
        return result.get();
    }

    // The value of one metric in the exposition of this worker; 0 when it is not there.
    double metric(std::string_view sample, std::span<const std::shared_ptr<const fleet::Endpoint>> endpoints = {}) {
        std::string text;
        telemetry::MetricsWriter writer(text);
        telemetry::RequestMetrics::write(writer, std::array<const telemetry::RequestMetrics*, 1>{&worker.requests},
                                         names);
        account::write(writer, books, names, true);
        energy::GainMetrics::write(writer, std::array<const energy::GainMetrics*, 1>{&worker.gains}, names);
        write(writer, std::array<const fleet::FleetMetrics*, 1>{&worker.fleet}, names, endpoints);
        write(writer, std::array<const budget::BudgetMetrics*, 1>{&worker.budget}, {}, 0);
        const std::size_t line = text.find("\n" + std::string(sample) + " ");
        return line == std::string::npos ? 0 : std::stod(text.substr(line + sample.size() + 2));
    }

    SystemClock clock;
    net::Core core{clock};
    net::UpstreamClient client;
    SharedLoad load;
    telemetry::LabelNames names;
    account::Bookkeeper books{clock, 1, {}};
    Worker worker{core, client, load, names, books.recorder(0), 1};
};

}  // namespace greeninfer::pipeline
