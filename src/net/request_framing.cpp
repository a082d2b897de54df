#include "net/request_framing.hpp"

namespace greeninfer::net {

namespace {

struct Counts {
    unsigned hosts = 0;
    unsigned lengths = 0;
    unsigned encodings = 0;
};

Counts count_fields(const HeaderFields& fields) {
    Counts counts;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view name = fields[i].name;
        if (same_name(name, "host")) ++counts.hosts;
        if (same_name(name, "content-length")) ++counts.lengths;
        if (same_name(name, "transfer-encoding")) ++counts.encodings;
    }
    return counts;
}

}  // namespace

Result<void> check_framing(const RequestHead& head, bool chunked) {
    const auto [hosts, lengths, encodings] = count_fields(head.fields);
    if (hosts > 1 || (hosts == 0 && head.version != 10)) {
        return fail(Fault::invalid_request, "a request needs exactly one host header", "host");
    }
    if (lengths > 1 || (lengths == 1 && head.fields.find("content-length")->contains(','))) {
        return fail(Fault::invalid_request, "a request may have one content-length only", "content-length");
    }
    if (encodings == 0) return {};
    const bool plain = encodings == 1 && chunked && same_name(*head.fields.find("transfer-encoding"), "chunked");
    if (plain && head.version != 10) return {};
    return fail(Fault::invalid_request, "the only transfer-encoding understood is chunked, and not in HTTP/1.0",
                "transfer-encoding");
}

}  // namespace greeninfer::net
