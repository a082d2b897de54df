#include "api/report_routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::api {
namespace {

using pipeline::ReportScope;

class ReportRoutesTest : public ::testing::Test {
protected:
    Result<account::ReportQuery> narrowed_for(ReportScope scope, const pipeline::Department* department) {
        const pipeline::Client client{{.name = "team", .reports = scope}, department};
        return narrowed({}, &client);
    }

    pipeline::Department search_{"search", 42};
};

TEST_F(ReportRoutesTest, ALocalCallerWithoutClientsSeesAll) {
    EXPECT_EQ(narrowed({}, nullptr)->only_department, std::nullopt);
}

TEST_F(ReportRoutesTest, AClientSeesItsOwnDepartmentUnlessItMaySeeAll) {
    EXPECT_EQ(narrowed_for(ReportScope::own_department, &search_)->only_department, 42);
    EXPECT_EQ(narrowed_for(ReportScope::all, &search_)->only_department, std::nullopt);
    EXPECT_EQ(narrowed_for(ReportScope::all, nullptr)->only_department, std::nullopt);
}

TEST_F(ReportRoutesTest, AClientThatMayNotIsToldWhichSettingSaysSo) {
    for (const auto& refused :
         {narrowed_for(ReportScope::none, &search_), narrowed_for(ReportScope::own_department, nullptr)}) {
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().fault, Fault::forbidden);
        EXPECT_THAT(refused.error().detail, ::testing::HasSubstr("clients[].reports"));
    }
}

}  // namespace
}  // namespace greeninfer::api
