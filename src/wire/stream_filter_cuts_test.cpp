// The filter does the same however the network cut the stream.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/cuts_for_test.hpp"
#include "wire/stream_pieces_for_test.hpp"

namespace greeninfer::wire {
namespace {

std::string arbitrary_stream() {
    const std::vector<std::string> pieces = {kRole,
                                             kText,
                                             kFinish,
                                             delta(R"("content":"x")", "null", with_usage("null")),
                                             chunk("[]", with_usage(kUsage)),
                                             delta("", R"("stop")", with_usage(kUsage)),
                                             ": ping\n\n",
                                             "id: 7\n" + kText,
                                             "\n",
                                             "event: x\n\n",
                                             kErrorEvent,
                                             kDone,
                                             "data: {\"choices\":\ndata: [], \"usage\":null}\n\n",
                                             "<p>\n\n"};
    std::string stream;
    for (const auto& piece : *rc::gen::container<Reads>(rc::gen::elementOf(pieces))) stream += piece;
    static const std::vector<std::string> line_ends = {"\n", "\r\n", "\r"};
    return with_line_ends(stream, *rc::gen::elementOf(line_ends));
}

TEST(StreamFilterCuts, CutsChangeNothing) {
    EXPECT_TRUE(rc::check([] {
        const std::string stream = arbitrary_stream();
        const bool client_wants_usage = *rc::gen::arbitrary<bool>();
        const auto limit = *rc::gen::inRange<std::size_t>(20, 600);
        const Filtered whole = filtered(Reads{stream}, client_wants_usage, limit);
        RC_ASSERT(filtered(cut_arbitrarily(stream), client_wants_usage, limit) == whole);
    }));
}

TEST(StreamFilterCuts, EveryCutOfEveryShapeChangesNothing) {
    for (const Shape& shape : kShapes) {
        SCOPED_TRACE(shape.name);
        for (const std::string_view line_end : {"\n", "\r\n", "\r"}) {
            const std::string stream = with_line_ends(shape.stream, line_end);
            const Filtered whole = filtered(stream);
            for (std::size_t offset = 0; offset <= stream.size(); ++offset) {
                ASSERT_EQ(filtered(cut_at(stream, offset)), whole) << offset;
            }
            EXPECT_EQ(filtered(cut_bytewise(stream)), whole);
        }
    }
}

}  // namespace
}  // namespace greeninfer::wire
