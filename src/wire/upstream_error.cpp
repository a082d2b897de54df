#include "wire/upstream_error.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace greeninfer::wire {
namespace {

constexpr std::size_t kRawBytesMax = 2000;
constexpr std::size_t kShownBytesMax = 1000;

// The members of an error object, whatever the server calls them; a number is kept as its digits.
struct ErrorMembers {
    std::string message;
    std::string type;
    std::string code;
    std::string param;
};

std::string text_of(simdjson::simdjson_result<simdjson::dom::element> value) {
    if (std::string_view text; !value.get(text)) return std::string(text);
    if (std::int64_t number = 0; !value.get(number)) return std::to_string(number);
    return {};
}

ErrorMembers members_of(simdjson::dom::element root) {
    ErrorMembers members;
    simdjson::dom::element error;
    if (root["error"].get(error)) error = root;
    if (std::string_view message; !error.get(message)) return {.message = std::string(message)};
    for (const char* name : {"message", "detail"}) {
        if (members.message.empty()) members.message = text_of(error[name]);
    }
    members.type = text_of(error["type"]);
    members.code = text_of(error["code"]);
    members.param = text_of(error["param"]);
    return members;
}

ErrorMembers read_members(std::string_view body) {
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(body.data(), body.size()).get(root)) return {};
    return members_of(root);
}

int status_in(const std::string& code) {
    if (code.size() != 3 || !std::ranges::all_of(code, [](unsigned char c) { return std::isdigit(c) != 0; })) return 0;
    return std::stoi(code);
}

bool says(const ErrorMembers& members, std::string_view word) {
    return members.code.contains(word) || members.type.contains(word);
}

// A 401, 403 or 404 is about our key and our catalogue, so to the client it is the server that failed.
Fault fault_of(int status, const ErrorMembers& members) {
    if (says(members, "context_length") || says(members, "exceed_context_size")) return Fault::context_too_long;
    if (status == 429 || says(members, "rate_limit") || says(members, "quota")) return Fault::upstream_rate_limit;
    if (status == 401 || status == 403 || status == 404) return Fault::upstream_denied;
    if (status == 400 || status == 413 || status == 422) return Fault::upstream_rejected;
    if (status == 408 || status == 504) return Fault::upstream_timeout;
    if (status == 0 && (says(members, "invalid_request") || says(members, "BadRequest"))) {
        return Fault::upstream_rejected;
    }
    return Fault::upstream_failed;
}

std::string_view sentence_for(Fault fault) {
    switch (fault) {
        case Fault::context_too_long:
            return "The request is longer than the model's context window.";
        case Fault::upstream_rate_limit:
            return "The model server is rate limited. Try again later.";
        case Fault::upstream_rejected:
            return "The model server rejected the request.";
        case Fault::upstream_denied:
            return "The model server refused the gateway: its key or model name is wrong there.";
        case Fault::upstream_timeout:
            return "The model server did not answer in time.";
        default:
            return "The model server failed.";
    }
}

bool is_about_the_request(Fault fault) {
    return fault == Fault::context_too_long || fault == Fault::upstream_rejected;
}

bool has_dotted_digits(std::string_view word) {
    int dots_between_digits = 0;
    for (std::size_t at = 1; at + 1 < word.size(); ++at) {
        const bool digits = std::isdigit(static_cast<unsigned char>(word[at - 1])) != 0 &&
                            std::isdigit(static_cast<unsigned char>(word[at + 1])) != 0;
        if (word[at] == '.' && digits) ++dots_between_digits;
    }
    return dots_between_digits >= 3;
}

// "host:8000", but not "12:30" or "max_tokens:10".
bool has_port(std::string_view word) {
    for (auto at = word.find(':'); at != std::string_view::npos; at = word.find(':', at + 1)) {
        const std::string_view behind = word.substr(at + 1);
        const auto digits = std::ranges::find_if_not(behind, [](unsigned char c) { return std::isdigit(c) != 0; });
        if (digits - behind.begin() >= 4 && digits - behind.begin() <= 5) return true;
    }
    return false;
}

bool names_an_address(std::string_view word) {
    static constexpr std::array<std::string_view, 10> kSigns = {"://", "localhost", ".internal", ".local", ".svc",
                                                                "[::", "::1",       "/home/",    "/root/", "/usr/"};
    return std::ranges::any_of(kSigns, [&](std::string_view sign) { return word.contains(sign); }) ||
           has_dotted_digits(word) || has_port(word);
}

}  // namespace

std::string without_addresses(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \t\n"), text.size());
        out += names_an_address(text.substr(0, end)) ? "[redacted]" : text.substr(0, end);
        if (end < text.size()) out += text[end];
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

UpstreamError read_upstream_error(int status, std::string_view body) {
    const ErrorMembers members = read_members(body);
    const Fault fault = fault_of(status != 0 ? status : status_in(members.code), members);
    UpstreamError result{.error = {.fault = fault, .detail = std::string(sentence_for(fault))}, .raw_message = {}};
    result.raw_message = (members.message.empty() ? body : members.message).substr(0, kRawBytesMax);
    if (is_about_the_request(fault) && !members.message.empty()) {
        result.error.detail = without_addresses(std::string_view(members.message).substr(0, kShownBytesMax));
        result.error.field = members.param;
    }
    return result;
}

}  // namespace greeninfer::wire
