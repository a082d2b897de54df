#include "wire/native_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <limits>
#include <utility>

#include "wire/json_reader.hpp"
#include "wire/json_text.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::uint32_t kTokensMax = std::numeric_limits<std::int32_t>::max();
constexpr std::size_t kImagesMax = 8;
constexpr std::uint32_t kDeferWithinSecondsMax = 86'400;  // a connection does not live longer than a day
constexpr std::size_t kIdBytesMax = 128;
constexpr std::size_t kPreviewIdBytesMax = std::size_t{16} * 1024;  // it carries what it stands for

// In the order of their enums.
constexpr std::array<std::string_view, 3> kModes = {"eco", "balanced", "performance"};
constexpr std::array<std::string_view, 3> kPreviews = {"auto", "always", "never"};
constexpr std::array<std::string_view, 3> kConfirms = {"expand", "different_angle", "add_detail"};
constexpr std::array<std::string_view, 3> kRoles = {"system", "user", "assistant"};

constexpr std::array<std::string_view, 12> kFields = {"prompt",     "mode",       "context",      "images",
                                                      "session_id", "max_tokens", "stream",       "preview",
                                                      "confirm",    "optimize",   "defer_within", "brief"};

bool is_image_url(std::string_view url) {
    return url.starts_with("data:image/") || url.starts_with("https://") || url.starts_with("http://");
}

bool is_id(std::string_view id, std::size_t most) {
    const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
    return !id.empty() && id.size() <= most && std::ranges::all_of(id, is_printable);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

class NativeReading {
public:
    explicit NativeReading(PaddedView body) : reader_(body) {}

    Result<NativeRequest> run();

private:
    Result<void> read_member(std::string_view name, ondemand::value value);
    Result<void> read_field(std::string_view name, ondemand::value value);
    Result<void> read_turn(ondemand::value value);
    Result<void> read_image(ondemand::value value);
    Result<void> read_confirm(ondemand::value value);

    Result<std::string> text(ondemand::value value);
    Result<void> text(ondemand::value value, std::string& target);
    Result<void> id(ondemand::value value, std::size_t most, std::string& target);
    template <class Enum, std::size_t kCount>
    Result<void> one_of(const std::array<std::string_view, kCount>& names, ondemand::value value, Enum& target);

    JsonReader reader_;
    NativeRequest request_;
    std::bitset<kFields.size()> seen_;
    bool has_prompt_ = false;
};

Result<NativeRequest> NativeReading::run() {
    auto read = reader_.read([&](std::string_view name, ondemand::value value) { return read_member(name, value); });
    if (!read) return std::unexpected(std::move(read).error());
    if (!has_prompt_) return std::unexpected(under("prompt", wrong("is required").error()).error());
    return std::move(request_);
}

Result<void> NativeReading::read_member(std::string_view name, ondemand::value value) {
    const auto field = static_cast<std::size_t>(std::ranges::find(kFields, name) - kFields.begin());
    if (field == kFields.size()) return reader_.skip(value);
    if (seen_[field]) return wrong("is given twice");
    seen_.set(field);
    return read_field(name, value);
}

Result<void> NativeReading::read_field(std::string_view name, ondemand::value value) {
    // Null is taken for absent, but for the one field that must be there.
    TRY(const bool is_null, reader_.null(value));
    if (is_null) return {};
    if (name == "prompt") {
        has_prompt_ = true;
        if (auto read = text(value, request_.prompt); !read) return read;
        return is_blank(request_.prompt) ? wrong("must not be empty") : Result<void>();
    }
    if (name == "mode") return one_of(kModes, value, request_.mode.emplace());
    if (name == "context") return reader_.each_item(value, [&](auto, ondemand::value turn) { return read_turn(turn); });
    if (name == "images") return reader_.each_item(value, [&](auto, ondemand::value url) { return read_image(url); });
    if (name == "session_id") return id(value, kIdBytesMax, request_.session_id.emplace());
    if (name == "max_tokens") {
        TRY(request_.max_tokens, reader_.whole_number(value, 1, kTokensMax));
        return {};
    }
    if (name == "stream") {
        TRY(const auto stream, reader_.boolean(value));
        request_.stream = stream.value_or(false);
        return {};
    }
    if (name == "preview") return one_of(kPreviews, value, request_.preview.emplace());
    if (name == "confirm") return read_confirm(value);
    if (name == "defer_within") {
        TRY(request_.defer_within, reader_.whole_number(value, 0, kDeferWithinSecondsMax));
        return {};
    }
    std::optional<bool>& target = name == "brief" ? request_.brief : request_.optimize;
    TRY(target, reader_.boolean(value));
    return {};
}

Result<void> NativeReading::read_turn(ondemand::value value) {
    Turn turn;
    bool has_role = false;
    bool has_content = false;
    auto read = reader_.each_member(value, [&](std::string_view name, ondemand::value member) -> Result<void> {
        if (name == "role") {
            has_role = true;
            return one_of(kRoles, member, turn.role);
        }
        if (name != "content") return reader_.skip(member);
        has_content = true;
        return text(member, turn.content);
    });
    if (!read) return read;
    if (!has_role) return under("role", wrong("is required").error());
    if (!has_content) return under("content", wrong("is required").error());
    request_.context.push_back(std::move(turn));
    return {};
}

Result<void> NativeReading::read_image(ondemand::value value) {
    TRY(auto url, text(value));
    if (!is_image_url(url)) return wrong("must be a data:image/ URL or an http(s) URL");
    if (request_.images.size() == kImagesMax) return wrong(fmt::format("is one too many: at most {}", kImagesMax));
    request_.images.push_back(std::move(url));
    return {};
}

Result<void> NativeReading::read_confirm(ondemand::value value) {
    Confirm& confirm = request_.confirm.emplace();
    bool has_choice = false;
    auto read = reader_.each_member(value, [&](std::string_view name, ondemand::value member) -> Result<void> {
        if (name == "preview_id") return id(member, kPreviewIdBytesMax, confirm.preview_id);
        if (name != "choice") return reader_.skip(member);
        has_choice = true;
        return one_of(kConfirms, member, confirm.choice);
    });
    if (!read) return read;
    if (confirm.preview_id.empty()) return under("preview_id", wrong("is required").error());
    if (!has_choice) return under("choice", wrong("is required").error());
    return {};
}

Result<std::string> NativeReading::text(ondemand::value value) {
    TRY(const auto inside, reader_.string(value));
    std::string text;
    append_unescaped(inside, text);
    return text;
}

Result<void> NativeReading::text(ondemand::value value, std::string& target) {
    TRY(target, text(value));
    return {};
}

Result<void> NativeReading::id(ondemand::value value, std::size_t most, std::string& target) {
    TRY(target, text(value));
    if (!is_id(target, most)) return wrong(fmt::format("must be 1 to {} printable ASCII characters", most));
    return {};
}

template <class Enum, std::size_t kCount>
Result<void> NativeReading::one_of(const std::array<std::string_view, kCount>& names, ondemand::value value,
                                   Enum& target) {
    TRY(const auto name, text(value));
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return wrong(fmt::format("must be one of: {}", fmt::join(names, ", ")));
    target = static_cast<Enum>(found - names.begin());
    return {};
}

}  // namespace

Result<NativeRequest> read_native_request(PaddedView body) {
    auto request = NativeReading(body).run();
    if (request) return request;
    Error error = in_words(std::move(request).error());
    // A body that is JSON, but says something that this dialect does not take.
    if (!error.field.empty()) error.fault = Fault::field_out_of_range;
    return std::unexpected(std::move(error));
}

std::string_view to_string(NativeMode mode) {
    return kModes[std::to_underlying(mode)];
}

std::string_view to_string(ConfirmChoice choice) {
    return kConfirms[std::to_underlying(choice)];
}

std::string_view to_string(TurnRole role) {
    return kRoles[std::to_underlying(role)];
}

}  // namespace greeninfer::wire
