// Any bytes as the target of GET /reports/carbon: read or refused, and what is read makes sense.
#include <cstdint>
#include <cstdlib>

#include "api/report_query.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view target(reinterpret_cast<const char*>(data), size);
    const auto request = greeninfer::api::read_report_request(target);
    if (!request) {
        if (request.error().detail.empty() || request.error().detail.size() > 500) std::abort();
        return 0;
    }
    const auto& [from, to] = std::tie(request->query.from, request->query.to);
    if (from && to && *from >= *to) std::abort();
    return 0;
}
