#include "grid/timestamp.hpp"

#include <fmt/format.h>

#include <charconv>

namespace greeninfer::grid {

using namespace std::chrono;

namespace {

// Takes fixed numbers of digits and single characters from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : left_(text) {}

    bool take(char expected) {
        if (!left_.starts_with(expected)) return false;
        left_.remove_prefix(1);
        return true;
    }
    std::optional<int> digits(std::size_t count) {
        if (left_.size() < count) return std::nullopt;
        int value = 0;
        for (const char c : left_.substr(0, count)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = 10 * value + (c - '0');
        }
        left_.remove_prefix(count);
        return value;
    }
    std::optional<int> digits_up_to(std::size_t count, int most) {
        const auto value = digits(count);
        return value && *value <= most ? value : std::nullopt;
    }
    void skip_digits() {
        while (!left_.empty() && left_.front() >= '0' && left_.front() <= '9') left_.remove_prefix(1);
    }
    bool at_end() const { return left_.empty(); }

private:
    std::string_view left_;
};

std::optional<sys_days> take_date(Cursor& cursor) {
    constexpr int kFirstYear = 1970;
    constexpr int kLastYear = 2200;
    const auto written_year = cursor.digits(4);
    if (!written_year || !cursor.take('-')) return std::nullopt;
    const auto written_month = cursor.digits(2);
    if (!written_month || !cursor.take('-')) return std::nullopt;
    const auto written_day = cursor.digits(2);
    if (!written_day || *written_year < kFirstYear || *written_year > kLastYear) return std::nullopt;
    const year_month_day date(year(*written_year), month(static_cast<unsigned>(*written_month)),
                              day(static_cast<unsigned>(*written_day)));
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

std::optional<seconds> take_time_of_day(Cursor& cursor) {
    const auto hour = cursor.digits_up_to(2, 23);
    if (!hour) return std::nullopt;
    seconds time = hours(*hour);
    if (!cursor.take(':')) return time;
    const auto minute = cursor.digits_up_to(2, 59);
    if (!minute) return std::nullopt;
    time += minutes(*minute);
    if (!cursor.take(':')) return time;
    const auto second = cursor.digits_up_to(2, 59);
    if (!second) return std::nullopt;
    time += seconds(*second);
    if (cursor.take('.')) cursor.skip_digits();
    return time;
}

std::optional<seconds> take_offset(Cursor& cursor) {
    if (cursor.at_end() || cursor.take('Z')) return seconds(0);
    const bool east = cursor.take('+');
    if (!east && !cursor.take('-')) return std::nullopt;
    const auto hour = cursor.digits_up_to(2, 14);
    if (!hour) return std::nullopt;
    cursor.take(':');
    const auto minute = cursor.at_end() ? std::optional(0) : cursor.digits_up_to(2, 59);
    if (!minute) return std::nullopt;
    const seconds offset = hours(*hour) + minutes(*minute);
    return east ? offset : -offset;
}

}  // namespace

std::optional<WallTime> parse_timestamp(std::string_view text) {
    Cursor cursor(text);
    const auto date = take_date(cursor);
    if (!date || !(cursor.take('T') || cursor.take(' '))) return std::nullopt;
    const auto time = take_time_of_day(cursor);
    if (!time) return std::nullopt;
    const auto offset = take_offset(cursor);
    if (!offset || !cursor.at_end()) return std::nullopt;
    return WallTime(*date + *time - *offset);
}

static std::string print(fmt::format_string<int, unsigned, unsigned, long, long, long> form, WallTime time) {
    const auto day_start = floor<days>(time);
    const year_month_day date(day_start);
    const hh_mm_ss clock(floor<seconds>(time - day_start));
    return fmt::format(form, static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::string print_timestamp(WallTime time) {
    return print("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", time);
}

std::string print_utc_hour(WallTime time) {
    return print("{:04}-{:02}-{:02}T{:02}", time);
}

std::string print_utc_compact(WallTime time) {
    return print("{:04}{:02}{:02}{:02}00", time);
}

}  // namespace greeninfer::grid
