#include "config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/sample_settings_for_test.hpp"
#include "config/temporary_file_for_test.hpp"

namespace greeninfer::config {
namespace {

using ::testing::SizeIs;

TEST(Load, WithoutFilesGivesTheDefaults) {
    const auto settings = load<SampleSettings>({});
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->basket.weight, 8 * kMiB);
}

TEST(Load, LaterFilesOverrideEarlierOnes) {
    const TemporaryFile base("base.yaml", "basket: {weight: 1MiB, delay: 1s}\nstalls: [{name: a}, {name: b}]\n");
    const TemporaryFile later("later.yaml", "basket: {delay: 3s}\nstalls: [{name: c}]\n");
    const std::filesystem::path files[] = {base.path(), later.path()};
    const auto settings = load<SampleSettings>(files);
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->basket.weight, kMiB);
    EXPECT_EQ(settings->basket.delay, std::chrono::seconds(3));
    ASSERT_THAT(settings->stalls, SizeIs(1));
    EXPECT_EQ(settings->stalls[0].name, "c");
}

TEST(Load, NamesTheFileOfEachProblem) {
    const TemporaryFile first("first.yaml", "basket:\n  weight: heavy\n");
    const TemporaryFile second("second.yaml", "stalls: 3\n");
    const std::filesystem::path files[] = {first.path(), second.path(), "/no/such/config.yaml", "/tmp"};
    const auto settings = load<SampleSettings>(files);
    ASSERT_FALSE(settings.has_value());
    ASSERT_THAT(settings.error(), SizeIs(4));
    EXPECT_EQ(to_string(settings.error()[0]), "cannot be read: No such file or directory (/no/such/config.yaml)");
    EXPECT_EQ(to_string(settings.error()[1]), "cannot be read: Is a directory (/tmp)");
    EXPECT_EQ(settings.error()[2].place.file, files[0]);
    EXPECT_EQ(settings.error()[2].place.line, 2u);
    EXPECT_EQ(settings.error()[3].place.file, files[1]);
}

TEST(Load, ReadsNoMoreOfAnEndlessFileThanAConfigurationMayHave) {
    const std::filesystem::path files[] = {"/dev/zero"};
    const auto settings = load<SampleSettings>(files);
    ASSERT_FALSE(settings.has_value());
    EXPECT_EQ(to_string(settings.error()[0]), "more than 1 MiB; a configuration is smaller than that (/dev/zero)");
}

}  // namespace
}  // namespace greeninfer::config
