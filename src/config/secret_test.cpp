#include "config/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>

#include "config/reader.hpp"
#include "config/secret_source.hpp"
#include "config/temporary_file_for_test.hpp"

namespace greeninfer::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kKey = "gsk_top-secret-0123456789";

template <class T>
concept Printable = requires(std::ostream& stream, const T& value) { stream << value; };
static_assert(!Printable<Secret> && !Printable<SecretSetting>);
static_assert(!std::is_copy_constructible_v<Secret> && !std::is_convertible_v<Secret, std::string_view>);

struct Outcome {
    SecretSetting secret;
    std::vector<std::string> problems;
};

Outcome read(std::string_view yaml) {
    Outcome outcome;
    Problems problems;
    const Node root = parse_yaml(yaml, "config.yaml", problems);
    Reader::read(
        root, "", [&](Fields& fields) { describe_secret(fields, "api_key", outcome.secret, "the key"); }, problems);
    for (const Problem& problem : problems.all()) outcome.problems.push_back(to_string(problem));
    for (const std::string& problem : outcome.problems) EXPECT_THAT(problem, Not(HasSubstr("top-secret")));
    return outcome;
}

TEST(Secret, ComesFromAnEnvironmentVariable) {
    setenv("GREENINFER_TEST_KEY", kKey, 1);
    const Outcome outcome = read("api_key_env: GREENINFER_TEST_KEY\n");
    EXPECT_THAT(outcome.problems, IsEmpty());
    EXPECT_EQ(outcome.secret.value->reveal(), kKey);
}

TEST(Secret, ComesFromAFileWithoutItsLineEnd) {
    const TemporaryFile file("key", std::string(kKey) + "\r\n");
    const Outcome outcome = read("api_key_file: " + file.path().string());
    EXPECT_THAT(outcome.problems, IsEmpty());
    EXPECT_EQ(outcome.secret.value->reveal(), kKey);
}

TEST(Secret, IsAbsentWhereNoneIsNamed) {
    const Outcome outcome = read("api_key_env:\n");
    EXPECT_THAT(outcome.problems, IsEmpty());
    EXPECT_EQ(outcome.secret.value, nullptr);
}

TEST(Secret, CopiesOfASettingShareOneText) {
    setenv("GREENINFER_TEST_KEY", kKey, 1);
    const std::vector<SecretSetting> copies(2, read("api_key_env: GREENINFER_TEST_KEY\n").secret);
    EXPECT_EQ(copies[0].value->reveal().data(), copies[1].value->reveal().data());
}

TEST(Secret, SaysWhatIsWrongWithoutSayingTheSecret) {
    unsetenv("GREENINFER_TEST_MISSING");
    setenv("GREENINFER_TEST_EMPTY", "", 1);
    setenv("GREENINFER_TEST_LINES", "top-secret\r\nx-evil: 1", 1);
    const TemporaryFile empty_file("empty", "\n");
    const struct {
        const char* name;
        std::string yaml;
        std::string problem;
    } rows[] = {
        {"a literal key", "api_key: gsk_top-secret\n",
         "api_key: a key must not be written in a configuration; put it in an environment variable and name that in "
         "api_key_env, or in a file named in api_key_file (config.yaml:1)"},
        {"a variable that is not set", "api_key_env: GREENINFER_TEST_MISSING\n",
         "api_key_env: environment variable GREENINFER_TEST_MISSING is not set; export it before starting the server "
         "(config.yaml:1)"},
        {"the key instead of a variable's name", "api_key_env: gsk_top-secret\n",
         "api_key_env: the environment variable named here is not set; export it before starting the server "
         "(config.yaml:1)"},
        {"an empty variable", "api_key_env: GREENINFER_TEST_EMPTY\n",
         "api_key_env: environment variable GREENINFER_TEST_EMPTY is empty; put the key there (config.yaml:1)"},
        {"a key with a line break", "api_key_env: GREENINFER_TEST_LINES\n",
         "api_key_env: environment variable GREENINFER_TEST_LINES holds more than a key; it must be one word of ASCII "
         "(config.yaml:1)"},
        {"an empty file", "api_key_file: " + empty_file.path().string(),
         "api_key_file: the file is empty; put the key there (config.yaml:1)"},
        {"a list", "api_key_env: [gsk_top-secret]\n",
         "api_key_env: must be a single value, not a list (config.yaml:1)"},
        {"a near miss", "apikey: gsk_top-secret\n",
         "apikey: unknown key; known here: api_key_env, api_key_file (config.yaml:1)"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const Outcome outcome = read(row.yaml);
        EXPECT_THAT(outcome.problems, ElementsAre(row.problem));
        EXPECT_EQ(outcome.secret.value, nullptr);
    }
}

TEST(Secret, AnEmptyVariableIsAsGoodAsNone) {
    unsetenv("GREENINFER_TEST_MISSING");
    setenv("GREENINFER_TEST_EMPTY", "", 1);
    setenv("GREENINFER_TEST_KEY", kKey, 1);
    EXPECT_FALSE(is_in_environment("GREENINFER_TEST_MISSING"));
    EXPECT_FALSE(is_in_environment("GREENINFER_TEST_EMPTY"));
    EXPECT_TRUE(is_in_environment("GREENINFER_TEST_KEY"));
}

TEST(Secret, HasOneSource) {
    setenv("GREENINFER_TEST_KEY", kKey, 1);
    const TemporaryFile file("key", kKey);
    const Outcome outcome = read("api_key_env: GREENINFER_TEST_KEY\napi_key_file: " + file.path().string());
    EXPECT_THAT(outcome.problems, ElementsAre("api_key_file: is given beside api_key_env; keep one (config.yaml:2)"));
}

}  // namespace
}  // namespace greeninfer::config
