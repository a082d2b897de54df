#pragma once
// The departments that a configuration knows, and which of them a request is charged to.
//
// A department is charged money and grams, so who may choose it matters: a request is charged to the department of its
// key, and only a client that the operator trusts with it (an application that serves several departments) may name
// another one in a header. What anybody else writes there changes nothing. Immutable; part of a Generation.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "budget/budget_metrics.hpp"
#include "budget/budget_settings.hpp"
#include "net/header_fields.hpp"
#include "pipeline/client_settings.hpp"
#include "telemetry/label_names.hpp"

namespace greeninfer::pipeline {

struct Client;

struct Department {
    std::string name;
    telemetry::LabelId label = telemetry::kNone;
    std::size_t number = 0;  // its place in the table
};

class DepartmentTable {
public:
    DepartmentTable() = default;
    // Those that have settings of their own, and those that clients belong to.
    DepartmentTable(std::span<const budget::DepartmentSettings> departments, std::span<const ClientSettings> clients,
                    telemetry::LabelNames& names);

    std::span<const Department> all() const { return departments_; }
    // Null when there is none of that name. The pointer lives as long as the table, also when it is moved.
    const Department* find(std::string_view name) const;

private:
    void add(const std::string& name, telemetry::LabelNames& names);

    std::vector<Department> departments_;
};

inline constexpr std::string_view kDepartmentField = "x-greeninfer-department";

struct DepartmentChoice {
    const Department* department = nullptr;             // null: none
    std::optional<budget::HeaderIgnored> ignored = {};  // why the header did not count
};

// `client` is null where no clients are configured.
DepartmentChoice choose_department(const DepartmentTable& departments, const Client* client,
                                   const net::HeaderFields& fields);

}  // namespace greeninfer::pipeline
