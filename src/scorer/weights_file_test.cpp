#include "scorer/weights_file.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "scorer/embedded_weights.hpp"
#include "scorer/scorer.hpp"

namespace greeninfer::scorer {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string whole_file() {
    return std::string(embedded_weights());
}

// Puts the right checksum over a changed payload.
void sign(std::string& bytes) {
    const std::uint64_t checksum = checksum_of(std::string_view(bytes).substr(32));
    bytes.replace(24, 8, reinterpret_cast<const char*>(&checksum), 8);
}

std::string error_of(const std::string& bytes) {
    const auto weights = read_weights(bytes, "some.bin");
    return weights ? "" : weights.error().detail;
}

class WeightsFileTest : public testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(path_); }

    std::string write(const std::string& bytes) {
        std::ofstream(path_, std::ios::binary) << bytes;
        return path_;
    }

    std::string path_ = testing::TempDir() + "scorer_weights_" + std::to_string(getpid()) + ".bin";
};

TEST(WeightsFile, BuiltInOnesAreWhole) {
    EXPECT_EQ(error_of(whole_file()), "");
    EXPECT_LE(whole_file().size(), 8U << 20U);
    const auto scorer = Scorer::embedded();
    ASSERT_TRUE(scorer) << scorer.error().detail;
    EXPECT_THAT(scorer->version(), testing::StartsWith("1-"));
}

TEST(WeightsFile, TruncatedIsRefused) {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{5}, std::size_t{31}}) {
        EXPECT_THAT(error_of(whole_file().substr(0, bytes)), HasSubstr("not a file of scorer weights"));
    }
    for (const std::size_t bytes : {std::size_t{32}, whole_file().size() / 2, whole_file().size() - 1}) {
        EXPECT_THAT(error_of(whole_file().substr(0, bytes)), AllOf(HasSubstr("some.bin"), HasSubstr("truncated")));
    }
    EXPECT_THAT(error_of(whole_file() + "x"), HasSubstr("has grown"));
}

TEST(WeightsFile, AlteredIsRefusedWithBothChecksums) {
    for (const std::size_t at : {std::size_t{32}, whole_file().size() / 3, whole_file().size() - 1}) {
        std::string bytes = whole_file();
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        const std::string actual = fmt::format("{:016x}", checksum_of(std::string_view(bytes).substr(32)));
        const std::string expected = fmt::format("{:016x}", checksum_of(embedded_weights().substr(32)));
        EXPECT_THAT(error_of(bytes), AllOf(HasSubstr("altered"), HasSubstr(actual), HasSubstr(expected)));
    }
}

TEST(WeightsFile, OfAnotherFormatOrRevisionIsRefused) {
    std::string bytes = whole_file();
    bytes[8] = 99;
    EXPECT_THAT(error_of(bytes), HasSubstr("its format is 99"));
    bytes = whole_file();
    bytes[12] = 99;
    EXPECT_THAT(error_of(bytes), HasSubstr("revision 99 of the features"));
}

TEST(WeightsFile, WithSizesThatDoNotFitIsRefusedEvenWhenSigned) {
    for (const std::size_t at : {32U, 36U, 40U, 44U}) {
        std::string bytes = whole_file();
        bytes[at] = static_cast<char>(bytes[at] + 1);
        sign(bytes);
        EXPECT_THAT(error_of(bytes), HasSubstr("sizes do not fit"));
    }
}

TEST(WeightsFile, MissingIsRefusedByName) {
    const auto scorer = Scorer::from_file("/nowhere/scorer.bin");
    ASSERT_FALSE(scorer);
    EXPECT_THAT(scorer.error().detail, AllOf(HasSubstr("/nowhere/scorer.bin"), HasSubstr("No such file")));
}

TEST_F(WeightsFileTest, FromAFileJudgesAsTheBuiltInOnes) {
    const auto from_file = Scorer::from_file(write(whole_file()));
    ASSERT_TRUE(from_file) << from_file.error().detail;
    Scratch scratch;
    const Turn turn{Speaker::user, "Compare two sorting algorithms."};
    const Prompt prompt{.turns = {&turn, 1}};
    EXPECT_EQ(from_file->version(), Scorer::embedded()->version());
    EXPECT_DOUBLE_EQ(from_file->assess(prompt, scratch).score, Scorer::embedded()->assess(prompt, scratch).score);
}

TEST_F(WeightsFileTest, AlteredFileIsRefusedByItsName) {
    std::string bytes = whole_file();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    const auto scorer = Scorer::from_file(write(bytes));
    ASSERT_FALSE(scorer);
    EXPECT_THAT(scorer.error().detail, AllOf(HasSubstr(path_), HasSubstr("altered")));
}

}  // namespace
}  // namespace greeninfer::scorer
