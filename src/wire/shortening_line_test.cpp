#include "wire/shortening_line.hpp"

#include <gtest/gtest.h>

#include <array>

namespace greeninfer::wire {
namespace {

TEST(ShorteningLine, GivesTheTextAsItWasMeant) {
    EXPECT_EQ(read_shortening_line(R"({"id":[1,{}],"text":"a \"b\"\n\u00e9"})"), "a \"b\"\n\xc3\xa9");
    EXPECT_EQ(read_shortening_line(R"({"text":""})"), "");
}

TEST(ShorteningLine, SaysWhatIsWrong) {
    EXPECT_EQ(read_shortening_line(R"({"prompt":"a"})").error().field, "text");
    EXPECT_EQ(read_shortening_line(R"({"text":3})").error().field, "text");
    EXPECT_EQ(read_shortening_line("text").error().fault, Fault::invalid_request);
    EXPECT_EQ(read_shortening_line(R"({"text":"a"} x)").error().fault, Fault::invalid_request);
}

TEST(ShorteningLine, PrintsWhatBecameOfAText) {
    const std::array<std::uint32_t, 2> deleted = {0, 3};
    std::string out;
    append_shortened_line({"a\tb", std::nullopt, deleted, 4, 1, 1234.5, 6, 2}, out);
    append_shortened_line({"c", "no_text", {}, 0, 0, 0, 0, 0}, out);
    EXPECT_EQ(out,
              R"({"text":"a\tb","left_alone":null,"deleted":[0,3],"words":4,"deleted_by_phrases":1,"cpu_us":1234.5,)"
              R"("pieces":6,"decoder_steps":2})"
              "\n"
              R"({"text":"c","left_alone":"no_text","deleted":[],"words":0,"deleted_by_phrases":0,"cpu_us":0,)"
              R"("pieces":0,"decoder_steps":0})"
              "\n");
}

}  // namespace
}  // namespace greeninfer::wire
