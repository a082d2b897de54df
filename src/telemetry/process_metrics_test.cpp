#include "telemetry/process_metrics.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <ctime>
#include <map>
#include <memory>
#include <sstream>

namespace greeninfer::telemetry {
namespace {

std::map<std::string, double> read_all() {
    std::string text;
    MetricsWriter writer(text);
    write_process_metrics(writer);
    std::map<std::string, double> values;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with('#')) values[line.substr(0, line.find(' '))] = std::stod(line.substr(line.find(' ')));
    return values;
}

TEST(ProcessMetrics, AreAllKnownHere) {
    const auto values = read_all();
    EXPECT_EQ(values.size(), 6u);
    EXPECT_GT(values.at("process_cpu_seconds_total"), 0);
    EXPECT_GT(values.at("process_max_fds"), values.at("process_open_fds"));
    EXPECT_GT(values.at("process_virtual_memory_bytes"), values.at("process_resident_memory_bytes"));
}

TEST(ProcessMetrics, CountOpenDescriptors) {
    const double before = read_all().at("process_open_fds");
    const int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(read_all().at("process_open_fds"), before + 1);
    close(descriptor);
}

TEST(ProcessMetrics, FollowMemoryInUse) {
    constexpr std::size_t kBytes = 32 * 1024 * 1024;
    const double before = read_all().at("process_resident_memory_bytes");
    const auto block = std::make_unique<volatile char[]>(kBytes);  // or an optimiser leaves it out
    for (std::size_t at = 0; at < kBytes; at += 4096) block[at] = 'x';
    EXPECT_GE(read_all().at("process_resident_memory_bytes"), before + kBytes / 2);
}

TEST(ProcessMetrics, StartedALittleWhileAgo) {
    const double age_seconds = static_cast<double>(std::time(nullptr)) - read_all().at("process_start_time_seconds");
    EXPECT_GE(age_seconds, -2);  // both clocks are read in whole seconds
    EXPECT_LT(age_seconds, 3600);
}

}  // namespace
}  // namespace greeninfer::telemetry
