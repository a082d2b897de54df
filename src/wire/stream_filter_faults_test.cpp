// What the filter makes of streams that break.
#include <gtest/gtest.h>

#include "wire/stream_pieces_for_test.hpp"

namespace greeninfer::wire {
namespace {

TEST(StreamFilterFaults, ErrorBeforeContentIsReportedAndNotForwarded) {
    for (const std::string& error :
         {kErrorEvent, "event: error\n" + event(R"({"message":"x"})"), std::string(R"({"error":{"message":"x"}})")}) {
        const Filtered result = filtered(kRole + error);
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.state, StreamState::failed);
        EXPECT_EQ(result.fault, Fault::upstream_failed);
    }
}

TEST(StreamFilterFaults, ErrorAfterContentEndsTheStreamInOurWords) {
    StreamFilter filter({});
    std::string out;
    filter.feed(kText + kErrorEvent + kText + kDone, out);
    EXPECT_EQ(out, kText + event(R"({"error":{"message":"The model server failed.","type":"server_error",)"
                                 R"("param":null,"code":"upstream_error"}})"));
    EXPECT_EQ(filter.state(), StreamState::failed);
    EXPECT_EQ(filter.error().value().raw_message, "out of memory on 10.0.0.7");
}

TEST(StreamFilterFaults, NullErrorIsNoError) {
    const std::string stream = kText + delta(R"("content":"x")", "null", R"(,"error":null)");
    EXPECT_EQ(filtered(stream + kDone).out, stream);
}

TEST(StreamFilterFaults, EndWithoutDoneIsACut) {
    EXPECT_EQ(filtered(kText + kText).state, StreamState::cut);
    EXPECT_EQ(filtered(kText + kText).fault, Fault::upstream_failed);
    EXPECT_EQ(filtered(kRole).fault, Fault::upstream_unreachable);
    EXPECT_EQ(filtered("").state, StreamState::cut);
    EXPECT_EQ(filtered(kText + "data: {\"choices\":[{\"del").out, kText);
}

TEST(StreamFilterFaults, DoneNeedsNoBlankLineAtTheEnd) {
    for (const char* done : {"data: [DONE]", "data: [DONE]\n", "data:[DONE]\r\n\r\n"}) {
        EXPECT_EQ(filtered(kText + done).state, StreamState::done) << done;
    }
}

TEST(StreamFilterFaults, IgnoresWhatComesAfterDone) {
    const Filtered result = filtered(Reads{kText + kDone + kText, kErrorEvent, "<html>"});
    EXPECT_EQ(result.out, kText);
    EXPECT_EQ(result.state, StreamState::done);
}

TEST(StreamFilterFaults, AnEmptyAnswerIsAnAnswerButNothingIsNot) {
    EXPECT_EQ(filtered(kRole + kDone).out, kRole);
    EXPECT_EQ(filtered(kRole + kDone).state, StreamState::done);
    EXPECT_EQ(filtered(": ping\n\n" + kDone).state, StreamState::failed);
}

TEST(StreamFilterFaults, RefusesWhatIsNoEventStream) {
    for (const char* stream : {"<html>\n\n</html>", "Bad gateway\r\n\r\n", "data: not JSON\n\n", "data: [1]\n\n"}) {
        SCOPED_TRACE(stream);
        const Filtered result = filtered(stream);
        EXPECT_EQ(result.state, StreamState::failed);
        EXPECT_EQ(result.out, "");
    }
}

TEST(StreamFilterFaults, BoundsEventsAndWhatIsHeld) {
    const std::string big = delta(fmt::format(R"("content":"{}")", std::string(5000, 'x')));
    EXPECT_EQ(filtered(big).state, StreamState::failed);
    EXPECT_EQ(filtered(Reads(100, ": " + std::string(50, 'x') + "\n\n")).state, StreamState::failed);
    const Filtered late = filtered(Reads{kText, big});
    EXPECT_TRUE(late.out.starts_with(kText + "data: {\"error\":"));
}

}  // namespace
}  // namespace greeninfer::wire
