#include "telemetry/log_line.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace greeninfer::telemetry {
namespace {

using namespace std::chrono_literals;

enum class Colour { red };
std::string_view to_string(Colour) {
    return "red";
}

// What must not compile: text that does not say where it came from.
template <class Value>
concept CanBeLogged = requires(LogName name, Value value) { field(name, value); };
static_assert(!CanBeLogged<std::string>);
static_assert(!CanBeLogged<std::string_view>);
static_assert(!CanBeLogged<const char*>);
static_assert(!CanBeLogged<char*>);
static_assert(!CanBeLogged<void*>);
static_assert(CanBeLogged<bool> && CanBeLogged<int> && CanBeLogged<std::size_t> && CanBeLogged<LogText>);

TEST(LogLine, PrintsEachKindOfValue) {
    struct Row {
        const char* name;
        LogField value;
        const char* json;
        const char* text;
    };
    const auto configured = [](std::string_view text) { return LogText::from_configuration(text); };
    const Row rows[] = {
        {"integer", field("count", -3), R"(,"count":-3)", " count=-3"},
        {"large", field("count", ~std::uint64_t{0}), R"(,"count":18446744073709551615)", " count=18446744073709551615"},
        {"double", field("ratio", 0.5), R"(,"ratio":0.5)", " ratio=0.5"},
        {"not a number", field("ratio", std::nan("")), R"(,"ratio":null)", " ratio=null"},
        {"truth", field("ready", true), R"(,"ready":true)", " ready=true"},
        {"duration", field("wait_seconds", 1500ms), R"(,"wait_seconds":1.5)", " wait_seconds=1.5"},
        {"enum", field("colour", Colour::red), R"(,"colour":"red")", " colour=red"},
        {"word", field("reason", "timeout"), R"(,"reason":"timeout")", " reason=timeout"},
        {"text", field("model", configured("a/b c")), R"(,"model":"a/b c")", R"( model="a/b c")"},
        {"quotes", field("path", configured("\"\\\n\x01")), R"(,"path":"\"\\\u000a\u0001")",
         R"( path="\"\\\u000a\u0001")"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(print_event(LogFormat::json, "it_happened", {&row.value, 1}),
                  R"("event":"it_happened")" + std::string(row.json));
        EXPECT_EQ(print_event(LogFormat::text, "it_happened", {&row.value, 1}), "it_happened" + std::string(row.text));
    }
}

TEST(LogText, KeepsOnlyHarmlessCharactersOfARequestId) {
    EXPECT_EQ(LogText::from_request_id("req-1_2.3").text(), "req-1_2.3");
    EXPECT_EQ(LogText::from_request_id("a b\n\"c\xC3\xA9").text(), "abc");
    EXPECT_EQ(LogText::from_request_id(std::string(500, 'a')).text().size(), 64u);
}

TEST(LogText, ExplainsSystemErrors) {
    EXPECT_EQ(LogText::from_error(std::make_error_code(std::errc::connection_refused)).text(), "Connection refused");
}

}  // namespace
}  // namespace greeninfer::telemetry
