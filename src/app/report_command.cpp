#include "app/report_command.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "base/clock.hpp"
#include "net/web_client.hpp"

namespace greeninfer::app {

namespace {

// RFC 3986, section 2.3: what needs no escape.
bool is_unreserved(char character) {
    constexpr std::string_view kOthers = "-._~";
    const bool is_letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    return is_letter || (character >= '0' && character <= '9') || kOthers.contains(character);
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char character : text) {
        if (is_unreserved(character)) {
            encoded += character;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(character));
        }
    }
    return encoded;
}

WebRequest request_of(const ReportOptions& options) {
    WebRequest request{.url = options.url, .timeout = std::chrono::seconds(60)};
    while (request.url.ends_with('/')) request.url.pop_back();
    char separator = '?';
    request.url += "/reports/carbon";
    const std::array<std::pair<std::string_view, const std::string&>, 4> parameters = {
        {{"from", options.from}, {"to", options.to}, {"by", options.by}, {"format", options.format}}};
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        request.url += fmt::format("{}{}={}", std::exchange(separator, '&'), name, percent_encoded(value));
    }
    const char* const key = std::getenv(options.key_env.c_str());
    if (key) request.fields.emplace_back("authorization", std::string("Bearer ") + key);
    return request;
}

boost::asio::awaitable<void> fetch(net::Core& core, net::WebClient& web, WebRequest request,
                                   Result<WebAnswer>& answer) {
    answer = co_await web.get(std::move(request));
    web.stop();
    co_await web.finished();
    core.stop();
}

}  // namespace

int print_report_of(const ReportOptions& options, std::ostream& out, std::ostream& problems) {
    const auto tls = net::make_upstream_tls(options.ca_file);
    if (!tls) {
        problems << "greeninfer: " << tls.error().detail << '\n';
        return 1;
    }
    SystemClock clock;
    net::Core core(clock);
    net::WebClient web(core, *tls);
    Result<WebAnswer> answer = fail(Fault::internal, "nothing was asked");
    core.spawn(fetch(core, web, request_of(options), answer));
    core.run();
    if (!answer) {
        problems << "greeninfer: no report from " << options.url << ": " << answer.error().detail
                 << "; is the server running there? (--url)\n";
        return 1;
    }
    if (answer->status != 200) {
        problems << "greeninfer: " << options.url << " answered " << answer->status << ": " << answer->body << '\n';
        return 1;
    }
    out << answer->body;
    if (!answer->body.ends_with('\n')) out << '\n';
    return 0;
}

}  // namespace greeninfer::app
