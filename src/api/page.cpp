#include "api/page.hpp"

#include <algorithm>

#include "api/preference.hpp"

namespace greeninfer::api {

namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// The name of an asset changes with its bytes; all others are asked for again each time, and are mostly unchanged.
std::string_view keeping_of(const PageFile& file) {
    return file.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

}  // namespace

const PageFile* find_page_file(std::string_view path) {
    const auto files = page_files();
    const auto found = std::ranges::find(files, path, &PageFile::path);
    return found == files.end() ? nullptr : &*found;
}

PageAnswer page_answer(const PageFile& file, const net::RequestHead& head) {
    const bool packed = takes_gzip(head.fields);
    const std::string_view tag = packed ? file.packed_tag : file.tag;
    PageAnswer answer;
    answer.fields.add("etag", tag);
    answer.fields.add("cache-control", keeping_of(file));
    answer.fields.add("vary", file.path == "/" ? kVaryOfRoot : "accept-encoding");
    answer.fields.add("content-security-policy", kPolicy);
    answer.fields.add("x-content-type-options", "nosniff");
    answer.fields.add("referrer-policy", "no-referrer");
    if (names_tag(head.fields, tag)) {
        answer.status = 304;
        return answer;
    }
    answer.fields.add("content-type", file.content_type);
    if (packed) answer.fields.add("content-encoding", "gzip");
    answer.body = packed ? file.packed_bytes : file.bytes;
    return answer;
}

}  // namespace greeninfer::api
