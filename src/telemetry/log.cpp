#include "telemetry/log.hpp"

#include <pthread.h>
#include <signal.h>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/pattern_formatter.h>

#include <atomic>
#include <cassert>
#include <mutex>

#include "telemetry/log_line.hpp"
#include "telemetry/log_sink.hpp"

namespace greeninfer::telemetry {
namespace {

constexpr int kOff = 100;
std::atomic<int> enabled_from = kOff;  // the lowest level that is written, as a number

// A mutex, not an atomic pointer: it guards the lifetime of a logger against a session that ends, and events are rare.
struct Active {
    std::mutex mutex;
    std::shared_ptr<spdlog::logger> logger;
    LogFormat format = LogFormat::text;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<SinkState> sink;
    std::uint64_t dropped_earlier = 0;  // by sessions that have ended
};

Active& active() {
    static Active instance;
    return instance;
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
    return static_cast<spdlog::level::level_enum>(level);
}
static_assert(static_cast<int>(LogLevel::warning) == SPDLOG_LEVEL_WARN);
static_assert(static_cast<int>(LogLevel::error) == SPDLOG_LEVEL_ERROR);

// Signals belong to the main thread, and a closed pipe must be an error of write instead of the end of the process.
void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

// A new sink for each format, so that lines still queued in the old format are printed as they were begun.
void open_logger(Active& log, LogFormat format) {
    auto sink = std::make_shared<DescriptorSink>(log.sink);
    sink->set_formatter(
        std::make_unique<spdlog::pattern_formatter>(line_pattern(format), spdlog::pattern_time_type::utc));
    log.format = format;
    log.logger = std::make_shared<spdlog::async_logger>("greeninfer", std::move(sink), log.pool,
                                                        spdlog::async_overflow_policy::overrun_oldest);
    log.logger->set_level(spdlog::level::trace);
}

}  // namespace

LogSession::LogSession(const LogOptions& options) {
    Active& log = active();
    const std::lock_guard lock(log.mutex);
    assert(log.pool == nullptr);
    log.sink = std::make_shared<SinkState>(options.descriptor);
    log.pool = std::make_shared<spdlog::details::thread_pool>(options.queue_lines, 1, block_signals);
    open_logger(log, options.format);
    set_level(options.level);
}

LogSession::~LogSession() {
    enabled_from = kOff;
    Active& log = active();
    std::shared_ptr<spdlog::details::thread_pool> pool;
    {
        const std::lock_guard lock(log.mutex);
        log.sink->hurried = true;
        log.logger.reset();
        log.dropped_earlier += log.pool->overrun_counter();
        pool = std::move(log.pool);
    }
    pool.reset();  // writes what is queued and joins; not under the lock, so that other threads can go on
    const std::lock_guard lock(log.mutex);
    log.dropped_earlier += log.sink->lines_lost;
    log.sink.reset();
}

void LogSession::set_level(LogLevel level) {
    enabled_from = static_cast<int>(level);
}

void LogSession::set_format(LogFormat format) {
    Active& log = active();
    const std::lock_guard lock(log.mutex);
    if (format != log.format) open_logger(log, format);
}

bool log_enabled(LogLevel level) {
    return static_cast<int>(level) >= enabled_from.load(std::memory_order_relaxed);
}

void log_event(LogLevel level, LogName event, LogFields fields) {
    if (!log_enabled(level)) return;
    Active& log = active();
    std::shared_ptr<spdlog::logger> logger;
    LogFormat format = LogFormat::text;
    {
        const std::lock_guard lock(log.mutex);
        logger = log.logger;
        format = log.format;
    }
    if (logger != nullptr) logger->log(to_spdlog(level), print_event(format, event.text(), fields));
}

std::uint64_t log_lines_dropped() {
    Active& log = active();
    const std::lock_guard lock(log.mutex);
    std::uint64_t dropped = log.dropped_earlier;
    if (log.pool != nullptr) dropped += log.pool->overrun_counter();
    if (log.sink != nullptr) dropped += log.sink->lines_lost;
    return dropped;
}

}  // namespace greeninfer::telemetry
