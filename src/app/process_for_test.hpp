#pragma once
// A process with two cores that serve nobody: what its page is made of, for the tests and the benchmark of the page.
#include <memory>
#include <string>
#include <vector>

#include "app/exposition.hpp"
#include "app/generation_builder.hpp"
#include "net/web_client.hpp"

namespace greeninfer::app {

class ProcessForTest {
public:
    explicit ProcessForTest(const Settings& settings)
        : generation_(GenerationBuilder(clock_, shared_.names, shared_.budgets).build(settings).value()) {
        for (std::size_t i = 0; i < 2; ++i) {
            cores_.push_back(std::make_unique<ServingCore>(shared_, service_, generation_, TlsContexts{}, i, 1));
        }
    }

    void write(telemetry::MetricsWriter& writer) {
        write_exposition(writer, cores_, {shared_.books, shared_.names, shared_.optimizer}, runtime_, *generation_,
                         {grid_, clock_.now()}, {meters_, engines_, kv_events_}, previews_, WriteBan::landlock);
    }

    Shared& shared() { return shared_; }

private:
    SystemClock clock_;
    Shared shared_{clock_, 1024, 2, {}};
    api::Service service_{.version = "1.2.3", .draining = shared_.load.draining, .books = shared_.books};
    telemetry::RuntimeMetrics runtime_;
    PreviewExposition previews_{shared_.names};
    grid::GridMetrics grid_;
    net::Core control_{clock_};
    net::WebClient web_{control_, nullptr};
    energy::MeterBank meters_{[](boost::asio::awaitable<void>) {}, clock_, web_, {}};
    fleet::EnginePoller engines_{[](boost::asio::awaitable<void>) {}, clock_, web_};
    fleet::KvEventWatch kv_events_{clock_};
    std::shared_ptr<const pipeline::Generation> generation_;
    std::vector<std::unique_ptr<ServingCore>> cores_;
};

}  // namespace greeninfer::app
