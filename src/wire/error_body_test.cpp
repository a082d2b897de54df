#include "wire/error_body.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <utility>

#include "wire/golden_for_test.hpp"
#include "wire/json_tree_for_test.hpp"

namespace greeninfer::wire {
namespace {

std::string body(Dialect dialect, const Error& error) {
    std::string out;
    append_error_body(dialect, error, out);
    return out;
}

TEST(ErrorBody, EveryFaultInBothDialects) {
    std::string golden;
    for (int number = 0; number <= std::to_underlying(kLastFault); ++number) {
        const auto fault = static_cast<Fault>(number);
        const FaultEntry& entry = fault_entry(fault);
        ASSERT_EQ(entry.fault, fault);
        golden += fmt::format("{} (log level {})\n", entry.name, std::to_underlying(entry.level));
        for (const Dialect dialect : {Dialect::openai, Dialect::native}) {
            const Error error{.fault = fault, .detail = "What went wrong.", .field = number % 2 == 0 ? "messages" : ""};
            golden += fmt::format("  {} {} {}\n", dialect == Dialect::openai ? "openai" : "native",
                                  http_status(fault, dialect), body(dialect, error));
        }
    }
    expect_golden("error_bodies.txt", golden);
}

TEST(ErrorBody, IsJsonWhateverTheDetail) {
    const Error error{.fault = Fault::internal, .detail = "\"\n\xFF", .field = "\\"};
    for (const Dialect dialect : {Dialect::openai, Dialect::native}) EXPECT_TRUE(is_json(body(dialect, error)));
}

TEST(ErrorEvent, IsOneEventOfItsDialect) {
    const Error error{.fault = Fault::upstream_failed, .detail = "It broke\nhere."};
    std::string openai;
    std::string native;
    append_error_event(Dialect::openai, error, openai);
    append_error_event(Dialect::native, error, native);
    EXPECT_EQ(openai, R"(data: {"error":{"message":"It broke\nhere.","type":"server_error","param":null,)"
                      R"("code":"upstream_error"}})"
                      "\n\n");
    EXPECT_EQ(native,
              "event: error\n"
              R"(data: {"error":{"message":"It broke\nhere.","type":"server_error",)"
              R"("code":"upstream_error","field":null}})"
              "\n\n");
}

}  // namespace
}  // namespace greeninfer::wire
