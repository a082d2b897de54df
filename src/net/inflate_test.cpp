#include "net/inflate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <utility>

namespace greeninfer::net {
namespace {

enum Format { zlib = 15, gzip = 15 + 16 };

std::string packed(std::string_view plain, Format format = gzip) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, format, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

// Unpacks everything that was added; stops at the first error.
Result<std::string> drain(Inflater& inflater) {
    std::string out;
    for (;;) {
        const std::size_t before = out.size();
        if (auto read = inflater.read(out); !read) return std::unexpected(read.error());
        EXPECT_LE(out.size() - before, Inflater::kStepBytes);
        if (out.size() == before) return out;
    }
}

TEST(Inflater, UnpacksBothFormatsHoweverTheBytesAreCut) {
    rc::check("unpacked is what was packed", [](const std::string& plain, bool as_zlib) {
        const std::string bytes = packed(plain, as_zlib ? zlib : gzip);
        const auto step = *rc::gen::inRange<std::size_t>(1, bytes.size() + 1);
        Inflater inflater;
        std::string out;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            RC_ASSERT(at == 0 || !inflater.complete());
            inflater.add(std::string_view(bytes).substr(at, step));
            out += drain(inflater).value();
        }
        RC_ASSERT(out == plain);
        RC_ASSERT(inflater.complete());
    });
}

TEST(Inflater, GivesALargeTextInSteps) {
    std::string plain;
    for (int i = 0; i < 60'000; ++i) plain += std::to_string(i * 7919);
    Inflater inflater;
    inflater.add(packed(plain));
    EXPECT_EQ(drain(inflater).value(), plain);
    EXPECT_TRUE(inflater.complete());
}

TEST(Inflater, ReadsSeveralMembersAsOneText) {
    Inflater inflater;
    inflater.add(packed("first, ") + packed("second"));
    EXPECT_EQ(drain(inflater).value(), "first, second");
    EXPECT_TRUE(inflater.complete());
}

TEST(Inflater, NothingAtAllIsAWholeEmptyAnswer) {
    Inflater inflater;
    EXPECT_EQ(drain(inflater).value(), "");
    EXPECT_TRUE(inflater.complete());
}

TEST(Inflater, KnowsACutAnswerFromAWholeOne) {
    const std::string bytes = packed("hello");
    for (std::size_t length = 1; length < bytes.size(); ++length) {
        SCOPED_TRACE(length);
        Inflater inflater;
        inflater.add(std::string_view(bytes).substr(0, length));
        ASSERT_TRUE(drain(inflater));
        EXPECT_FALSE(inflater.complete());
    }
}

TEST(Inflater, RefusesWhatIsNotPacked) {
    std::string damaged = packed("hello hello hello");
    damaged[damaged.size() - 6] ^= 1;  // the checksum
    for (const std::string& bytes : {std::string("{\"plain\": true}"), damaged, packed("x") + "trailing garbage"}) {
        Inflater inflater;
        inflater.add(bytes);
        const auto out = drain(inflater);
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().fault, Fault::upstream_failed);
    }
}

TEST(Inflater, RefusesABomb) {
    Inflater inflater;
    inflater.add(packed(std::string(16 * 1024 * 1024, '\0')));
    std::string out;
    Result<void> read;
    while (read && out.size() < 16U * 1024 * 1024) read = inflater.read(out);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, Fault::upstream_failed);
    EXPECT_LT(out.size(), 5U * 1024 * 1024);
}

TEST(Inflater, KnowsTheEncodings) {
    EXPECT_EQ(encoding_of("gzip"), ContentEncoding::packed);
    EXPECT_EQ(encoding_of("X-GZIP"), ContentEncoding::packed);
    EXPECT_EQ(encoding_of("deflate"), ContentEncoding::packed);
    EXPECT_EQ(encoding_of("identity"), ContentEncoding::none);
    EXPECT_EQ(encoding_of(""), ContentEncoding::none);
    EXPECT_EQ(encoding_of("br"), ContentEncoding::unknown);
    EXPECT_EQ(encoding_of("gzip, br"), ContentEncoding::unknown);
}

}  // namespace
}  // namespace greeninfer::net
