#include "wire/event_framer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/cuts_for_test.hpp"

namespace greeninfer::wire {
namespace {

struct Framed {
    std::vector<std::string> events;  // "name|data"
    std::string raw;
    bool too_long = false;

    bool operator==(const Framed&) const = default;
};

Framed framed(const std::vector<std::string>& reads, std::size_t max_event_bytes = 1000) {
    EventFramer framer(max_event_bytes);
    Framed result;
    for (const std::string& read : reads) {
        framer.feed(read);
        Frame frame;
        FrameStatus status = FrameStatus::need_more;
        while ((status = framer.next(frame)) == FrameStatus::frame) {
            result.raw += frame.raw;
            if (frame.kind != FrameKind::event) continue;
            result.events.push_back(std::string(frame.name) + "|" + std::string(frame.data));
        }
        result.too_long = status == FrameStatus::too_long;
    }
    return result;
}

using Events = std::vector<std::string>;

struct Row {
    const char* name;
    std::string_view stream;
    Events events;
};

const Row kRows[] = {
    {"one event", "data: {}\n\n", {"|{}"}},
    {"without space", "data:{}\n\n", {"|{}"}},
    {"only one space is taken", "data:  x\n\n", {"| x"}},
    {"two events", "data: a\n\ndata: b\n\n", {"|a", "|b"}},
    {"several lines", "data: a\ndata:b\ndata\ndata: c\n\n", {"|a\nb\n\nc"}},
    {"first line empty", "data:\ndata: a\n\n", {"|\na"}},
    {"name", "event: error\ndata: x\n\n", {"error|x"}},
    {"name is not kept", "event: error\ndata: x\n\ndata: y\n\n", {"error|x", "|y"}},
    {"comments", ": ping\n\n:\ndata: a\n: more\n\n", {"|a"}},
    {"colon in the data", "data: a: b\n\n", {"|a: b"}},
    {"name without data", "event: error\n\n", {}},
    {"id and retry", "id: 1\nretry: 5\ndata: a\n\n", {"|a"}},
    {"empty data", "data:\n\ndata: \n\n", {}},
    {"blank lines", "\n\n\ndata: a\n\n\n\n", {"|a"}},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "data: a\n\n",
     {"|a"}},
    {"byte order mark later",
     "data: a\n\n\xEF\xBB\xBF"
     "data: b\n\n",
     {"|a"}},
    {"not closed", "data: a\n", {}},
    {"data-like field", "database: a\n\n", {}},
    {"UTF-8", "data: ü😀\n\n", {"|ü😀"}},
};

TEST(EventFramer, CutsEvents) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(framed({std::string(row.stream)}).events, row.events);
    }
}

TEST(EventFramer, GivesTheSameForEveryLineEndAndEveryCut) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        for (const std::string_view line_end : {"\n", "\r\n", "\r"}) {
            const std::string stream = with_line_ends(row.stream, line_end);
            const Framed whole = framed({stream});
            EXPECT_EQ(whole.events, row.events);
            for (std::size_t offset = 0; offset <= stream.size(); ++offset) {
                EXPECT_EQ(framed(cut_at(stream, offset)), whole) << "cut at " << offset;
            }
            EXPECT_EQ(framed(cut_bytewise(stream)), whole);
        }
    }
}

std::string arbitrary_stream() {
    static const std::vector<std::string> pieces = {"data: ", "data:",    "x",     "\n",   "\n\n",
                                                    "\r\n",   "\r\n\r\n", "\r",    "\r\r", ":",
                                                    " ",      "event: e", "id: 1", "ü",    "{\"a\":1}"};
    std::string stream;
    for (const auto& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) stream += piece;
    return stream;
}

TEST(EventFramer, CutsChangeNothing) {
    EXPECT_TRUE(rc::check([] {
        const std::string stream = arbitrary_stream();
        const auto limit = *rc::gen::inRange<std::size_t>(1, 60);
        RC_ASSERT(framed(cut_arbitrarily(stream), limit).events == framed({stream}, limit).events);
    }));
}

TEST(EventFramer, NoByteIsLostOrAdded) {
    EXPECT_TRUE(rc::check([] {
        const std::string stream = arbitrary_stream() + "\n\n";
        RC_ASSERT(framed(cut_arbitrarily(stream)).raw == stream);
    }));
}

TEST(EventFramer, GivesAnEventWithItsLastByte) {
    for (const std::string_view line_end : {"\n", "\r\n", "\r"}) {
        EventFramer framer(100);
        const std::string stream = with_line_ends("data: a\n\n", line_end);
        const std::string_view up_to_its_end = std::string_view(stream).substr(0, stream.size() - line_end.size() + 1);
        framer.feed(up_to_its_end);
        Frame frame;
        EXPECT_EQ(framer.next(frame), FrameStatus::frame);
        EXPECT_EQ(frame.data, "a");
    }
}

TEST(EventFramer, BoundsOneEvent) {
    const std::string fits = "data: " + std::string(92, 'x') + "\n\n";
    const std::string exceeds = "data: " + std::string(93, 'x') + "\n\n";
    EXPECT_EQ(framed({fits, fits}, 100).events.size(), 2U);
    EXPECT_TRUE(framed({fits, exceeds}, 100).too_long);
    EXPECT_TRUE(framed(cut_bytewise(exceeds), 100).too_long);
    EXPECT_TRUE(framed({std::string(101, 'x')}, 100).too_long);
}

TEST(EventFramer, StaysTooLong) {
    EventFramer framer(10);
    Frame frame;
    framer.feed("data: much too long\n\n");
    EXPECT_EQ(framer.next(frame), FrameStatus::too_long);
    framer.feed("data: a\n\n");
    EXPECT_EQ(framer.next(frame), FrameStatus::too_long);
}

TEST(EventFramer, FinishGivesTheUnclosedEvent) {
    EventFramer framer(100);
    Frame frame;
    framer.feed("data: [DONE]");
    EXPECT_EQ(framer.next(frame), FrameStatus::need_more);
    EXPECT_EQ(framer.unfinished(), "data: [DONE]");
    ASSERT_TRUE(framer.finish(frame));
    EXPECT_EQ(frame.data, "[DONE]");
    EXPECT_FALSE(framer.finish(frame));
}

TEST(EventFramer, MarksLinesThatBreakClients) {
    struct Flagged {
        const char* stream;
        bool unsafe, unknown;
    };
    for (const Flagged& row : {Flagged{"data: a\n\n", false, false}, Flagged{": ping\n\n", false, false},
                               Flagged{"event: x\ndata: a\n\n", false, false}, Flagged{"event: x\n\n", true, false},
                               Flagged{"id: 1\ndata: a\n\n", true, false}, Flagged{"retry: 1\n\n", true, false},
                               Flagged{"data:\n\n", true, false}, Flagged{"<html>\n\n", true, true}}) {
        SCOPED_TRACE(row.stream);
        EventFramer framer(100);
        Frame frame;
        framer.feed(row.stream);
        ASSERT_EQ(framer.next(frame), FrameStatus::frame);
        EXPECT_EQ(frame.has_unsafe, row.unsafe);
        EXPECT_EQ(frame.has_unknown, row.unknown);
    }
}

}  // namespace
}  // namespace greeninfer::wire
