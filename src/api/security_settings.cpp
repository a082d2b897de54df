#include "api/security_settings.hpp"

#include <fmt/format.h>

#include "config/fields.hpp"
#include "config/problem.hpp"

namespace greeninfer::api {

namespace {

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
    fields.values("cors_origins", settings.cors_origins, WebOrigin{},
                  "Sites whose pages may call this server from a browser.");
}

}  // namespace greeninfer::api
