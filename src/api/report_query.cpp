#include "api/report_query.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "api/percent_decoding.hpp"
#include "grid/timestamp.hpp"

namespace greeninfer::api {

namespace {

constexpr std::array<std::string_view, 4> kParameters = {"from", "to", "by", "format"};
constexpr std::size_t kShownBytes = 100;  // of what somebody wrote

// The part before the separator, which is taken off the text with it.
std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

std::optional<WallTime> parse_time(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t kYear2200 = 7'258'118'400;
    if (error == std::errc() && end == text.data() + text.size() && seconds >= 0 && seconds < kYear2200 &&
        text.size() > 4) {
        return WallTime(std::chrono::seconds(seconds));
    }
    constexpr std::size_t kDaySize = 10;
    if (text.size() == kDaySize) return grid::parse_timestamp(std::string(text) + "T00:00Z");
    return grid::parse_timestamp(text);
}

Result<void> read_time(const std::string& value, std::string_view name, std::optional<WallTime>& target) {
    target = parse_time(value);
    if (target) return {};
    return fail(
        Fault::invalid_request,
        fmt::format("'{}' is no time; write 2026-11-29T13:00Z, 2026-11-29 or Unix seconds (a + in a URL is %2B)",
                    value.substr(0, kShownBytes)),
        std::string(name));
}

Result<void> read_dimensions(std::string_view value, account::ReportQuery& query) {
    query.by.fill(false);
    while (!value.empty()) {
        const std::string_view name = take_until(value, ',');
        const auto known = std::ranges::find(account::kDimensionNames, name);
        if (known == account::kDimensionNames.end()) {
            return fail(Fault::invalid_request,
                        fmt::format("'{}' is nothing to report by; choose from {}", name.substr(0, kShownBytes),
                                    fmt::join(account::kDimensionNames, ",")),
                        "by");
        }
        query.by[static_cast<std::size_t>(known - account::kDimensionNames.begin())] = true;
    }
    return {};
}

Result<void> read_format(std::string_view value, ReportFormat& format) {
    const auto known = std::ranges::find(kReportFormatNames, value);
    if (known == kReportFormatNames.end()) {
        return fail(Fault::invalid_request,
                    fmt::format("'{}' is no format; choose from {}", value.substr(0, kShownBytes),
                                fmt::join(kReportFormatNames, ", ")),
                    "format");
    }
    format = static_cast<ReportFormat>(known - kReportFormatNames.begin());
    return {};
}

Result<void> read_parameter(std::string_view name, const std::string& value, ReportRequest& request) {
    if (name == "from") return read_time(value, name, request.query.from);
    if (name == "to") return read_time(value, name, request.query.to);
    if (name == "by") return read_dimensions(value, request.query);
    if (name == "format") return read_format(value, request.format);
    return fail(Fault::invalid_request, fmt::format("reports take {}", fmt::join(kParameters, ", ")),
                std::string(name.substr(0, kShownBytes)));
}

}  // namespace

Result<ReportRequest> read_report_request(std::string_view target) {
    ReportRequest request;
    take_until(target, '?');
    while (!target.empty()) {
        std::string_view pair = take_until(target, '&');
        const std::string_view name = take_until(pair, '=');
        if (name.empty() && pair.empty()) continue;
        if (auto read = read_parameter(name, percent_decoded(pair), request); !read) {
            return std::unexpected(std::move(read).error());
        }
    }
    const auto& [from, to] = std::tie(request.query.from, request.query.to);
    if (from && to && *from >= *to) return fail(Fault::invalid_request, "is not after from; swap the two", "to");
    return request;
}

}  // namespace greeninfer::api
