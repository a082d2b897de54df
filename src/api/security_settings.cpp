#include "api/security_settings.hpp"

#include <fmt/format.h>

#include <array>

#include "config/fields.hpp"
#include "config/problem.hpp"

namespace greeninfer::api {

namespace {

constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

// What a browser sends as Origin: scheme, host and perhaps a port; or "*" for every site.
struct WebOrigin {
    std::string type() const { return "origin or `*`"; }
    std::string print(const std::string& value) const { return value; }
    config::Parsed<std::string> parse(std::string_view text) const {
        const std::size_t host = text.starts_with("https://") ? 8 : 7;
        const bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
        const bool is_bare = text.size() > host && text.find_first_of("/?#@ ", host) == std::string_view::npos;
        if (text == "*" || (has_scheme && is_bare)) return std::string(text);
        return std::unexpected(
            fmt::format("{} is not an origin; write https://host, without a path, or \"*\"", config::quoted(text)));
    }
};

}  // namespace

void describe(config::Fields& fields, SecuritySettings& settings) {
    using config::OneOf;
    fields.values("cors_origins", settings.cors_origins, WebOrigin{},
                  "Sites whose pages may call this server from a browser.");
    fields.value("zero_trust", settings.zero_trust, OneOf<bool>{kNoAndYes},
                 "The process and its local engine give up every right to write a file. Needs a restart to change.");
    fields.value("allow_unenforced", settings.allow_unenforced, OneOf<bool>{kNoAndYes},
                 "With `zero_trust`: start, and say so, also where the kernel has no means to enforce it.");
}

}  // namespace greeninfer::api
