#include "pipeline/department_table.hpp"

#include <gtest/gtest.h>

#include "pipeline/client_table.hpp"

namespace greeninfer::pipeline {
namespace {

class DepartmentTableTest : public testing::Test {
protected:
    DepartmentTableTest()
        : settings_{{.name = "team", .department = "search"},
                    {.name = "portal", .department = "platform", .may_set_department = true},
                    {.name = "loner"}},
          departments_(std::vector<budget::DepartmentSettings>{{.name = "research"}}, settings_, names_),
          clients_(settings_, departments_) {}

    DepartmentChoice choose(std::size_t client, std::optional<std::string> header) {
        net::HeaderFields fields;
        if (header) fields.add(kDepartmentField, *header);
        return choose_department(departments_, client < 3 ? &clients_.all()[client] : nullptr, fields);
    }
    static std::string name_of(const DepartmentChoice& choice) {
        return choice.department ? choice.department->name : "none";
    }

    telemetry::LabelNames names_;
    std::vector<ClientSettings> settings_;
    DepartmentTable departments_;
    ClientTable clients_;
};

constexpr std::size_t kTeam = 0, kPortal = 1, kLoner = 2, kNobody = 3;

TEST_F(DepartmentTableTest, KnowsThoseOfSettingsAndOfClientsOnce) {
    ASSERT_EQ(departments_.all().size(), 3u);
    EXPECT_EQ(departments_.find("research")->number, 0u);
    EXPECT_EQ(names_.name(departments_.find("search")->label), "search");
    EXPECT_EQ(departments_.find(""), nullptr);
    EXPECT_EQ(departments_.find("Search"), nullptr);
}

TEST_F(DepartmentTableTest, ARequestIsChargedToTheDepartmentOfItsKeyUnlessATrustedClientSaysOtherwise) {
    struct Row {
        std::string_view name;
        std::size_t client;
        std::optional<std::string> header;
        std::string_view expected;
        std::optional<budget::HeaderIgnored> ignored;
    };
    using enum budget::HeaderIgnored;
    const std::vector<Row> rows = {
        {"its own", kTeam, {}, "search", {}},
        {"nobody's", kLoner, {}, "none", {}},
        {"no clients at all", kNobody, {}, "none", {}},
        {"an untrusted client keeps its own", kTeam, "research", "search", untrusted},
        {"also when it names its own", kTeam, "search", "search", untrusted},
        {"one without a department gets none", kLoner, "research", "none", untrusted},
        {"nor does a caller without a key", kNobody, "research", "none", untrusted},
        {"a trusted client chooses", kPortal, "research", "research", {}},
        {"or does not", kPortal, {}, "platform", {}},
        {"what nobody knows is none", kPortal, "reserach", "none", unknown},
        {"and so is an empty name", kPortal, "", "none", unknown},
        {"and a name that is no text", kPortal, "\xC3\x28\"\n", "none", unknown},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const DepartmentChoice choice = choose(row.client, row.header);
        EXPECT_EQ(name_of(choice), row.expected);
        EXPECT_EQ(choice.ignored, row.ignored);
    }
}

TEST_F(DepartmentTableTest, PointersSurviveAMove) {
    const Department* const before = departments_.find("search");
    const DepartmentTable moved = std::move(departments_);
    EXPECT_EQ(moved.find("search"), before);
}

}  // namespace
}  // namespace greeninfer::pipeline
