#include "net/request_framing.hpp"

namespace greeninfer::net {

namespace {

// How often a field occurs, and its last value.
struct Seen {
    unsigned times = 0;
    std::string_view value;

    void look_at(const HeaderFields::Field& field, std::string_view name) {
        if (!same_name(field.name, name)) return;
        ++times;
        value = field.value;
    }
};

}  // namespace

Result<void> check_framing(const RequestHead& head, bool chunked) {
    Seen host;
    Seen length;
    Seen encoding;
    for (std::size_t i = 0; i < head.fields.size(); ++i) {
        const HeaderFields::Field field = head.fields[i];
        host.look_at(field, "host");
        length.look_at(field, "content-length");
        encoding.look_at(field, "transfer-encoding");
    }
    if (host.times > 1 || (host.times == 0 && head.version != 10)) {
        return fail(Fault::invalid_request, "a request needs exactly one host header", "host");
    }
    if (length.times > 1 || length.value.contains(',')) {
        return fail(Fault::invalid_request, "a request may have one content-length only", "content-length");
    }
    if (encoding.times == 0) return {};
    const bool plain = encoding.times == 1 && chunked && same_name(encoding.value, "chunked");
    if (plain && head.version != 10) return {};
    return fail(Fault::invalid_request, "the only transfer-encoding understood is chunked, and not in HTTP/1.0",
                "transfer-encoding");
}

}  // namespace greeninfer::net
