#include "config/kinds.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace greeninfer::config {
namespace {

using namespace std::chrono_literals;

// A row's `wrong` is the whole message; empty: the text is read as `value`.
template <class T>
struct Row {
    std::string text;
    T value;
    std::string wrong = {};
};

template <class Kind, class T>
void expect_rows(const Kind& kind, const std::vector<Row<T>>& rows) {
    for (const Row<T>& row : rows) {
        SCOPED_TRACE(row.text);
        const Parsed<T> parsed = kind.parse(row.text);
        if (row.wrong.empty()) {
            ASSERT_TRUE(parsed.has_value()) << parsed.error();
            EXPECT_EQ(*parsed, row.value);
        } else {
            ASSERT_FALSE(parsed.has_value());
            EXPECT_EQ(parsed.error(), row.wrong);
        }
    }
}

TEST(Size, IsBytesOrANumberWithAUnit) {
    const std::string not_a_size = " is not a size; write a number with KiB, MiB or GiB";
    const std::string out_of_range = " is out of range; write 1KiB to 1GiB";
    expect_rows<Size, std::size_t>(Size{kKiB, kGiB},
                                   {
                                       {"8MiB", 8 * kMiB},
                                       {"8 MiB", 8 * kMiB},
                                       {"64KiB", 64 * kKiB},
                                       {"1GiB", kGiB},
                                       {"5000", 5000},
                                       {"8 apples", 0, "\"8 apples\"" + not_a_size},
                                       {"8MB", 0, "\"8MB\"" + not_a_size},
                                       {"8mib", 0, "\"8mib\"" + not_a_size},
                                       {"1.5MiB", 0, "\"1.5MiB\"" + not_a_size},
                                       {"MiB", 0, "\"MiB\"" + not_a_size},
                                       {"", 0, "\"\"" + not_a_size},
                                       {"-1", 0, "\"-1\"" + not_a_size},
                                       {"+1MiB", 0, "\"+1MiB\"" + not_a_size},
                                       {"8MiB8", 0, "\"8MiB8\"" + not_a_size},
                                       {"0", 0, "\"0\"" + out_of_range},
                                       {"2GiB", 0, "\"2GiB\"" + out_of_range},
                                       {"99999999999999999999", 0, "\"99999999999999999999\"" + out_of_range},
                                       {"18446744073709551615GiB", 0, "\"18446744073709551615GiB\"" + out_of_range},
                                   });
}

TEST(Positive, IsANumberAboveZero) {
    const std::string message = " is not above 0 and up to 5; write such a number";
    std::vector<Row<double>> rows = {{"5", 5}, {"0.001", 0.001}, {"1e-3", 0.001}};
    for (const char* text :
         {"0", "-0", "0.0", "-1", "5.1", "nan", "NaN", ".nan", "inf", "-inf", "1e999", "1 g", "", "x"})
        rows.push_back({text, 0, '"' + std::string(text) + '"' + message});
    expect_rows<Positive, double>(Positive{5}, rows);
    EXPECT_EQ(Positive{5}.type(), "number above 0, up to 5");
}

TEST(Duration, IsANumberWithAUnit) {
    const std::string not_a_duration = " is not a duration; write a number with ms, s, m or h";
    const std::string out_of_range = " is out of range; write 0 to 1h";
    expect_rows<Duration, std::chrono::milliseconds>(
        Duration{0ms, 1h}, {
                               {"250ms", 250ms},
                               {"2s", 2s},
                               {"15m", 15min},
                               {"1h", 1h},
                               {"0", 0ms},
                               {"0s", 0ms},
                               {"30", 0ms, "\"30\"" + not_a_duration},
                               {"1 fortnight", 0ms, "\"1 fortnight\"" + not_a_duration},
                               {"-1s", 0ms, "\"-1s\"" + not_a_duration},
                               {"1m30s", 0ms, "\"1m30s\"" + not_a_duration},
                               {"2h", 0ms, "\"2h\"" + out_of_range},
                               {"99999999999999999999h", 0ms, "\"99999999999999999999h\"" + out_of_range},
                           });
}

TEST(Count, IsAWholeNumber) {
    expect_rows<Count, std::size_t>(Count{1, 256}, {
                                                       {"1", 1},
                                                       {"256", 256},
                                                       {"0", 0, "\"0\" is out of range; write 1 to 256"},
                                                       {"257", 0, "\"257\" is out of range; write 1 to 256"},
                                                       {"4.0", 0, "\"4.0\" is not a whole number; write 1 to 256"},
                                                       {"four", 0, "\"four\" is not a whole number; write 1 to 256"},
                                                       {"-3", 0, "\"-3\" is not a whole number; write 1 to 256"},
                                                       {"0x10", 0, "\"0x10\" is not a whole number; write 1 to 256"},
                                                   });
}

TEST(Number, IsFinite) {
    expect_rows<Number, double>(Number{0, 1}, {
                                                  {"0.2", 0.2},
                                                  {"1", 1.0},
                                                  {"1e-3", 0.001},
                                                  {"1.1", 0, "\"1.1\" is out of range; write 0 to 1"},
                                                  {"-0.1", 0, "\"-0.1\" is out of range; write 0 to 1"},
                                                  {"1e999", 0, "\"1e999\" is out of range; write 0 to 1"},
                                                  {"nan", 0, "\"nan\" is not a number; write 0 to 1"},
                                                  {"inf", 0, "\"inf\" is not a number; write 0 to 1"},
                                                  {"20 %", 0, "\"20 %\" is not a number; write 0 to 1"},
                                              });
}

TEST(Text, HasNoControlCharactersAndALimit) {
    expect_rows<Text, std::string>(Text{}, {
                                               {"Llama 3.1 8B", "Llama 3.1 8B"},
                                               {"grün", "grün"},
                                               {"", ""},
                                               {"a\nb", "", "has a control character in it; remove it"},
                                               {std::string(4097, 'x'), "", "is longer than 4096 bytes; shorten it"},
                                           });
}

TEST(Name, IsOneWord) {
    const std::string not_a_name = " is not a name; write 1 to 128 letters, digits or signs, no spaces";
    expect_rows<Name, std::string>(Name{},
                                   {
                                       {"meta-llama/Llama-3.1:8b", "meta-llama/Llama-3.1:8b"},
                                       {"", "", "\"\"" + not_a_name},
                                       {"two words", "", "\"two words\"" + not_a_name},
                                       {"grün", "", "\"gr??n\"" + not_a_name},
                                       {std::string(129, 'x'), "", "\"" + std::string(40, 'x') + "…\"" + not_a_name},
                                   });
}

TEST(File, MustBeReadable) {
    expect_rows<File, std::string>(
        File{},
        {
            {"", ""},
            {"/dev/null", "/dev/null"},
            {"/no/such/file", "",
             "\"/no/such/file\" cannot be read (No such file or directory); name a file that the server may read"},
        });
}

TEST(Sha256, NeverRepeatsWhatWasWritten) {
    const std::string wrong =
        "is not 64 hexadecimal digits; write the SHA-256 of the key (printf %s \"$KEY\" | sha256sum)";
    Sha256::Digest digest = {};
    digest[0] = 0xab;
    digest[31] = 0x01;
    expect_rows<Sha256, Sha256::Digest>(Sha256{}, {
                                                      {"ab" + std::string(60, '0') + "01", digest},
                                                      {"AB" + std::string(60, '0') + "01", digest},
                                                      {"my-secret-key", {}, wrong},
                                                      {std::string(64, 'g'), {}, wrong},
                                                      {std::string(62, '0') + "-1", {}, wrong},
                                                      {std::string(66, '0'), {}, wrong},
                                                  });
}

enum class Fruit { apple, pear };
constexpr std::array<std::string_view, 2> kFruitNames = {"apple", "pear"};

TEST(OneOf, NamesItsChoices) {
    expect_rows<OneOf<Fruit>, Fruit>(OneOf<Fruit>{kFruitNames}, {
                                                                    {"apple", Fruit::apple},
                                                                    {"pear", Fruit::pear},
                                                                    {"Pear", {}, "\"Pear\" is not one of apple, pear"},
                                                                    {"plum", {}, "\"plum\" is not one of apple, pear"},
                                                                });
}

TEST(Kinds, PrintValuesAsTheyAreWritten) {
    EXPECT_EQ((Size{0, kGiB}.print(8 * kMiB)), "8MiB");
    EXPECT_EQ((Size{0, kGiB}.print(1025)), "1025");
    EXPECT_EQ((Duration{0ms, 1h}.print(90s)), "90s");
    EXPECT_EQ((Duration{0ms, 1h}.print(10min)), "10m");
    EXPECT_EQ((Duration{0ms, 1h}.print(1500ms)), "1500ms");
    EXPECT_EQ((Number{0, 1}.print(0.2)), "0.2");
    EXPECT_EQ((OneOf<Fruit>{kFruitNames}.print(Fruit::pear)), "pear");
}

TEST(Kinds, ReadWhatTheyPrint) {
    rc::check("sizes", [](std::size_t bytes) {
        const Size any{0, std::numeric_limits<std::size_t>::max()};
        RC_ASSERT(any.parse(any.print(bytes)).value() == bytes);
    });
    rc::check("durations", [](std::uint32_t time_ms) {
        const Duration any{0ms, std::chrono::milliseconds::max()};
        const auto time = std::chrono::milliseconds(time_ms);
        RC_ASSERT(any.parse(any.print(time)).value() == time);
    });
}

}  // namespace
}  // namespace greeninfer::config
