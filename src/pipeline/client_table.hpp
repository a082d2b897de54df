#pragma once
// Who a key belongs to.
//
// Only digests are kept, and a presented key is compared with all of them in constant time: the time of an answer must
// not tell how much of a guess was right. Immutable; part of a Generation.
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "pipeline/client_settings.hpp"
#include "pipeline/department_table.hpp"

namespace greeninfer::pipeline {

struct Client {
    ClientSettings settings;
    const Department* department = nullptr;  // null: none
    std::size_t number = 0;                  // its place in the table
};

class ClientTable {
public:
    // `departments` has all that the clients name, and outlives the table.
    ClientTable(std::vector<ClientSettings> clients, const DepartmentTable& departments);

    bool empty() const { return clients_.empty(); }
    std::span<const Client> all() const { return clients_; }
    // The client whose key this is; null when nobody's. The pointer lives as long as the table.
    const Client* find(std::string_view key) const;

private:
    std::vector<Client> clients_;
};

}  // namespace greeninfer::pipeline
