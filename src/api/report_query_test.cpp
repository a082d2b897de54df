#include "api/report_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::api {
namespace {

using ::testing::HasSubstr;

std::int64_t seconds_of(const std::optional<WallTime>& time) {
    return time ? std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count() : -1;
}

TEST(ReportQuery, AsksForEverythingWhenNothingIsSaid) {
    for (const std::string_view target : {"/reports/carbon", "/reports/carbon?", "/reports/carbon?&"}) {
        SCOPED_TRACE(target);
        const auto request = read_report_request(target);
        ASSERT_TRUE(request.has_value());
        EXPECT_FALSE(request->query.from || request->query.to);
        EXPECT_EQ(request->query.by, (std::array{true, true, true, true}));
        EXPECT_EQ(request->format, ReportFormat::json);
    }
}

TEST(ReportQuery, ReadsTimesAsPeopleWriteThem) {
    constexpr std::int64_t kNoon = 1'795'953'600;
    struct Row {
        std::string_view written;
        std::int64_t expected;
    };
    for (const Row& row :
         {Row{"2026-11-29T12:00:00Z", kNoon}, Row{"2026-11-29T12:00Z", kNoon}, Row{"2026-11-29T12", kNoon},
          Row{"2026-11-29%2012:00", kNoon}, Row{"2026-11-29T13:00%2B01:00", kNoon},
          Row{"2026-11-29", kNoon - 12 * 3600}, Row{"1795953600", kNoon}}) {
        SCOPED_TRACE(row.written);
        const auto request = read_report_request("/reports/carbon?from=" + std::string(row.written));
        ASSERT_TRUE(request.has_value()) << request.error().detail;
        EXPECT_EQ(seconds_of(request->query.from), row.expected);
    }
}

TEST(ReportQuery, TakesDimensionsAndFormat) {
    const auto request = read_report_request("/reports/carbon?by=department,model&format=csv");
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request->query.by, (std::array{false, true, false, true}));
    EXPECT_EQ(request->format, ReportFormat::csv);
    EXPECT_EQ(read_report_request("/reports/carbon?by=")->query.by, (std::array{false, false, false, false}))
        << "by nothing: one row";
}

TEST(ReportQuery, EveryProblemNamesItsParameterAndTheFix) {
    struct Row {
        std::string_view query;
        std::string_view field;
        std::string_view says;
    };
    const std::vector<Row> rows = {
        {"from=yesterday", "from", "write 2026-11-29T13:00Z"},
        {"from=2026-13-01", "from", "is no time"},
        {"to=", "to", "is no time"},
        {"to=-5", "to", "is no time"},
        {"to=99999999999999999999", "to", "is no time"},
        {"from=2026-11-29T13:00+01:00", "", ""},
        {"by=team", "by", "choose from interval,model,region,department"},
        {"by=model,,region", "by", "'' is nothing"},
        {"format=xml", "format", "json, csv, text"},
        {"form=csv", "form", "reports take from, to, by, format"},
        {"from=2026-11-30&to=2026-11-29", "to", "swap the two"},
        {"from=2026-11-29&to=2026-11-29", "to", "is not after from"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.query);
        const auto request = read_report_request("/reports/carbon?" + std::string(row.query));
        if (row.says.empty()) {
            EXPECT_TRUE(request.has_value());
            continue;
        }
        ASSERT_FALSE(request.has_value());
        EXPECT_EQ(request.error().fault, Fault::invalid_request);
        EXPECT_EQ(request.error().field, row.field);
        EXPECT_THAT(request.error().detail, HasSubstr(row.says));
    }
}

TEST(ReportQuery, ALongValueIsNotRepeatedInFull) {
    const auto request = read_report_request("/reports/carbon?format=" + std::string(100'000, 'x'));
    ASSERT_FALSE(request.has_value());
    EXPECT_LT(request.error().detail.size(), 300u);
}

}  // namespace
}  // namespace greeninfer::api
