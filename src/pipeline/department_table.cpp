#include "pipeline/department_table.hpp"

#include <algorithm>

#include "pipeline/client_table.hpp"

namespace greeninfer::pipeline {

DepartmentTable::DepartmentTable(std::span<const budget::DepartmentSettings> departments,
                                 std::span<const ClientSettings> clients, telemetry::LabelNames& names) {
    for (const budget::DepartmentSettings& department : departments) add(department.name, names);
    for (const ClientSettings& client : clients) add(client.department, names);
}

void DepartmentTable::add(const std::string& name, telemetry::LabelNames& names) {
    if (!name.empty() && !find(name)) departments_.push_back({name, names.intern(name), departments_.size()});
}

const Department* DepartmentTable::find(std::string_view name) const {
    const auto found = std::ranges::find(departments_, name, &Department::name);
    return found == departments_.end() ? nullptr : &*found;
}

DepartmentChoice choose_department(const DepartmentTable& departments, const Client* client,
                                   const net::HeaderFields& fields) {
    const Department* const own = client ? client->department : nullptr;
    const auto named = fields.find(kDepartmentField);
    if (!named) return {own};
    if (!client || !client->settings.may_set_department) return {own, budget::HeaderIgnored::untrusted};
    if (const Department* const department = departments.find(*named)) return {department};
    return {nullptr, budget::HeaderIgnored::unknown};
}

}  // namespace greeninfer::pipeline
