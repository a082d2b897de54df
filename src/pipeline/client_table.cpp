#include "pipeline/client_table.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace greeninfer::pipeline {

ClientTable::ClientTable(std::vector<ClientSettings> clients, const DepartmentTable& departments) {
    for (ClientSettings& client : clients) {
        const Department* const department = departments.find(client.department);
        clients_.push_back({std::move(client), department, clients_.size()});
    }
}

const Client* ClientTable::find(std::string_view key) const {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    const Client* found = nullptr;
    for (const Client& client : clients_) {  // No early end: every client is compared every time.
        const bool same = CRYPTO_memcmp(digest.data(), client.settings.key_sha256.data(), digest.size()) == 0;
        found = same ? &client : found;
    }
    return found;
}

}  // namespace greeninfer::pipeline
