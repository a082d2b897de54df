#include "telemetry/process_metrics.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace greeninfer::telemetry {
namespace {

constexpr MetricFamily kCpu{"process_cpu_seconds_total", MetricType::counter,
                            "Total user and system CPU time spent in seconds."};
constexpr MetricFamily kResident{"process_resident_memory_bytes", MetricType::gauge, "Resident memory size in bytes."};
constexpr MetricFamily kVirtual{"process_virtual_memory_bytes", MetricType::gauge, "Virtual memory size in bytes."};
constexpr MetricFamily kOpen{"process_open_fds", MetricType::gauge, "Number of open file descriptors."};
constexpr MetricFamily kOpenMax{"process_max_fds", MetricType::gauge, "Maximum number of open file descriptors."};
constexpr MetricFamily kStart{"process_start_time_seconds", MetricType::gauge,
                              "Start time of the process since unix epoch in seconds."};

template <class Number>
void write_if_known(MetricsWriter& writer, const MetricFamily& family, const std::optional<Number>& value) {
    writer.begin(family);
    if (value) writer.sample({}, *value);
}

std::optional<double> cpu_seconds() {
    timespec time{};
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) return std::nullopt;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct Stat {
    std::uint64_t start_ticks = 0;
    std::uint64_t virtual_bytes = 0;
    std::uint64_t resident_pages = 0;
};

std::optional<Stat> read_stat() {
    std::ifstream file("/proc/self/stat");
    // The second field is the program's name in brackets and may hold spaces: fields are counted after the last
    // bracket.
    file.ignore(std::numeric_limits<std::streamsize>::max(), ')');
    std::string skipped;
    for (int field = 3; field < 22; ++field) file >> skipped;
    Stat stat;
    file >> stat.start_ticks >> stat.virtual_bytes >> stat.resident_pages;
    return file ? std::optional(stat) : std::nullopt;
}

std::optional<double> start_seconds(std::uint64_t start_ticks) {
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("btime ")) continue;
        return std::stod(line.substr(6)) + static_cast<double>(start_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
    }
    return std::nullopt;
}

std::optional<std::uint64_t> open_descriptors() {
    constexpr auto kFolder = "/proc/self/fd";
    // Since Linux 6.2 the folder's size is the number, which spares listing thousands of entries at each scrape.
    struct stat status{};
    if (stat(kFolder, &status) == 0 && status.st_size > 0) return static_cast<std::uint64_t>(status.st_size);
    std::error_code error;
    const std::filesystem::directory_iterator entries(kFolder, error);
    if (error) return std::nullopt;
    return static_cast<std::uint64_t>(std::distance(begin(entries), end(entries))) - 1;  // less the listing's own
}

std::optional<std::uint64_t> descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    return limit.rlim_cur;
}

}  // namespace

void write_process_metrics(MetricsWriter& writer) {
    const auto stat = read_stat();
    std::optional<std::uint64_t> resident, virtual_size;
    std::optional<double> start;
    if (stat) {
        resident = stat->resident_pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
        virtual_size = stat->virtual_bytes;
        start = start_seconds(stat->start_ticks);
    }
    write_if_known(writer, kCpu, cpu_seconds());
    write_if_known(writer, kResident, resident);
    write_if_known(writer, kVirtual, virtual_size);
    write_if_known(writer, kOpen, open_descriptors());
    write_if_known(writer, kOpenMax, descriptor_limit());
    write_if_known(writer, kStart, start);
}

}  // namespace greeninfer::telemetry
