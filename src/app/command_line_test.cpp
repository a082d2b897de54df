#include "app/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "config/temporary_file_for_test.hpp"

namespace greeninfer::app {
namespace {

using ::testing::ExitedWithCode;
using ::testing::HasSubstr;

constexpr std::string_view kValid = "models:\n  - {name: m, tier: small, endpoints: [{url: http://127.0.0.1:9/v1}]}\n";
constexpr std::string_view kWrong = "server:\n  max_bodies: 1MiB\nrouting:\n  default_mode: fast\n";

int run(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "greeninfer");
    return run_command_line(static_cast<int>(arguments.size()), arguments.data());
}

// Ends the process of a death test without its sanitizer's last look, which `serve` has forbidden.
void run_and_leave(const std::vector<const char*>& arguments) {
    const int code = run(arguments);
    std::fflush(nullptr);
    std::_Exit(code);
}

struct Printed {
    int code;
    std::string out, err;
};

Printed capture(const std::vector<const char*>& arguments) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = run(arguments);
    std::fflush(stdout);
    return {code, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
}

TEST(CommandLine, CheckSaysThatAConfigurationIsValid) {
    const config::TemporaryFile file("valid.yaml", kValid);
    const auto [code, out, err] = capture({"check", "--config", file.path().c_str()});
    EXPECT_EQ(code, 0);
    EXPECT_EQ(out, "the configuration is valid\n");
    EXPECT_EQ(err, "");
}

TEST(CommandLine, CheckListsEveryProblemWithItsLine) {
    const config::TemporaryFile file("wrong.yaml", kWrong);
    const auto [code, out, err] = capture({"check", "--config", file.path().c_str()});
    EXPECT_EQ(code, 2);
    EXPECT_EQ(out, "");
    EXPECT_THAT(err, HasSubstr(file.path().string() + ":2"));
    EXPECT_THAT(err, HasSubstr("max_body"));
    EXPECT_THAT(err, HasSubstr(file.path().string() + ":4"));
    EXPECT_THAT(err, HasSubstr("2 problems in the configuration\n"));
}

TEST(CommandLine, LaterFilesOverrideEarlierOnes) {
    const config::TemporaryFile wrong("first.yaml", "routing: {default_mode: fast}\n");
    const config::TemporaryFile right("second.yaml", "routing: {default_mode: eco}\n");
    EXPECT_EQ(capture({"check", "--config", wrong.path().c_str(), "--config", right.path().c_str()}).code, 0);
}

TEST(CommandLine, AMistakeOnTheCommandLineIsExplained) {
    struct Row {
        std::string_view name;
        std::vector<const char*> arguments;
        std::string_view says;
    };
    const std::vector<Row> rows = {
        {"nothing", {}, "subcommand is required"},
        {"unknown word", {"sevre"}, "sevre"},
        {"unknown option", {"check", "--confg", "x"}, "--confg"},
        {"no such file", {"check", "--config", "/nowhere/greeninfer.yaml"}, "/nowhere/greeninfer.yaml"},
        {"no file given", {"serve", "--config"}, "--config"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto [code, out, err] = capture(row.arguments);
        EXPECT_EQ(code, 2);
        EXPECT_THAT(err, HasSubstr(std::string(row.says)));
    }
}

TEST(CommandLine, HelpVersionAndReferenceGoToStandardOutput) {
    const auto help = capture({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("serve"));
    const auto version = capture({"--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_EQ(version.out, "greeninfer " GREENINFER_VERSION "\n");
    const auto reference = capture({"reference"});
    EXPECT_EQ(reference.code, 0);
    EXPECT_TRUE(reference.out.starts_with("# Configuration\n"));
}

TEST(CommandLineDeathTest, ServeRefusesABadConfiguration) {
    const config::TemporaryFile file("serve_wrong.yaml", kWrong);
    EXPECT_EXIT(run_and_leave({"serve", "--config", file.path().c_str()}), ExitedWithCode(2), "problems in the config");
}

TEST(CommandLineDeathTest, ServeSaysWhichSettingStandsInTheWay) {
    const config::TemporaryFile file(
        "serve_address.yaml",
        std::string(kValid) + "server: {listen: \"192.0.2.1:1\", threads: 1}\nlocal_engine: {enabled: false}\n");
    EXPECT_EXIT(run_and_leave({"serve", "--config", file.path().c_str()}), ExitedWithCode(1), "server.listen");
}

}  // namespace
}  // namespace greeninfer::app
