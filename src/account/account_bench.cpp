// What a record costs: the request's part (into the ring) and the bookkeeper's (out of it, into the account). Together
// with the counters of telemetry_bench they must stay below a microsecond a request.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <thread>

#include "account/record_for_test.hpp"
#include "account/report.hpp"
#include "account/usage_metrics.hpp"

namespace greeninfer::account {
namespace {

// The request's part. The ring is emptied outside of the measured time.
void record_in_the_ring(benchmark::State& state) {
    UsageRing ring(2);
    Bell bell;
    Recorder recorder(ring.lane(0), bell);
    const UsageRecord record = record_for_test();
    std::size_t count = 0;
    for (auto _ : state) {
        recorder.record(record);
        if (++count % (ring.lane(0).capacity() / 2) != 0) continue;
        state.PauseTiming();
        ring.drain([](const UsageRecord& one) { benchmark::DoNotOptimize(one); });
        state.ResumeTiming();
    }
    state.counters["dropped"] = static_cast<double>(ring.dropped());
}
BENCHMARK(record_in_the_ring);

// The same while another thread scrapes without a pause: what a scrape costs requests.
void record_while_somebody_scrapes(benchmark::State& state) {
    SystemClock clock;
    const telemetry::LabelNames names;
    Bookkeeper books(clock, 2, {});
    Recorder recorder = books.recorder(0);
    const UsageRecord record = record_for_test();
    std::atomic<bool> done{false};
    std::jthread scraper([&] {
        while (!done) {
            std::string text;
            telemetry::MetricsWriter writer(text);
            write(writer, books, names, true);
        }
    });
    constexpr std::uint64_t kAtOnce = UsageRing::kRecords / 4;  // half of a lane, at which the bell rings
    std::uint64_t count = 0;
    for (auto _ : state) {
        recorder.record(record);
        if (++count % kAtOnce != 0) continue;
        state.PauseTiming();
        while (books.booked_for_test() < count) std::this_thread::yield();
        state.ResumeTiming();
    }
    done = true;
    state.counters["dropped"] = static_cast<double>(books.dropped());
}
BENCHMARK(record_while_somebody_scrapes);

// The bookkeeper's part, with 64 combinations of names in use.
void book_a_record(benchmark::State& state) {
    UsageAccount account({});
    UsageRecord record = record_for_test();
    record.energy_deviation_ten_thousandths = 4'760;
    record.carbon_deviation_ten_thousandths = 4'836;
    std::uint16_t turn = 0;
    for (auto _ : state) {
        record.model = turn++ % 64;
        account.add(record);
    }
}
BENCHMARK(book_a_record);

// 100,000 records a second over two cores, for as long as it runs: none may be dropped.
void a_hundred_thousand_records_a_second(benchmark::State& state) {
    SystemClock clock;
    Bookkeeper books(clock, 2, {});
    std::array recorders = {books.recorder(0), books.recorder(1)};
    const UsageRecord record = record_for_test();
    constexpr int kPerMillisecond = 100;
    for (auto _ : state) {
        const Moment end = clock.now() + std::chrono::milliseconds(1);
        for (int i = 0; i < kPerMillisecond; ++i) recorders[static_cast<std::size_t>(i % 2)].record(record);
        while (clock.now() < end) std::this_thread::yield();
    }
    const std::uint64_t booked = books.read([](const UsageAccount& account) { return account.records(); });
    state.counters["records/s"] = benchmark::Counter(static_cast<double>(booked), benchmark::Counter::kIsRate);
    state.counters["dropped"] = static_cast<double>(books.dropped());
    state.counters["lost"] =
        static_cast<double>(static_cast<std::uint64_t>(state.iterations()) * kPerMillisecond - booked);
}
BENCHMARK(a_hundred_thousand_records_a_second)->UseRealTime();

struct FilledBooks {
    explicit FilledBooks(int rows) {
        for (int i = 0; i < rows; ++i) {
            const auto model = names.intern(fmt::format("model-{}", i % 16));
            const auto region = names.intern(fmt::format("region-{}", i / 16 % 4));
            const auto hour = static_cast<std::uint32_t>(i / 64);
            books.book(std::array{record_for_test(
                {.ended_at_s = kNoon + hour * 3600, .model = model, .region = region, .department = 30})});
        }
    }
    SystemClock clock;
    telemetry::LabelNames names;
    Bookkeeper books{clock, 1, {}};
};

// 64 combinations make more than 200 series.
void scrape_the_account(benchmark::State& state) {
    FilledBooks filled(64);
    std::string text;
    for (auto _ : state) {
        text.clear();
        telemetry::MetricsWriter writer(text);
        write(writer, filled.books, filled.names, true);
    }
    state.counters["series"] = static_cast<double>(std::count(text.begin(), text.end(), '\n'));
}
BENCHMARK(scrape_the_account);

// A week of hours, 64 rows each.
void report_on_a_week(benchmark::State& state) {
    FilledBooks filled(64 * 168);
    for (auto _ : state) benchmark::DoNotOptimize(make_report(filled.books, {}));
}
BENCHMARK(report_on_a_week);

}  // namespace
}  // namespace greeninfer::account
