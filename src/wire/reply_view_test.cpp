#include "wire/reply_view.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/json_tree_for_test.hpp"

namespace greeninfer::wire {
namespace {

Result<ReplyView> read(std::string body) {
    return read_reply(PaddedView::of(body));
}

std::string with_receipt(std::string body) {
    const auto view = read(body);
    if (!view) return view.error().detail;
    return body.insert(view->last_member_end, receipt_member(*view, R"({"tier":"small"})"));
}

TEST(ReplyView, ReadsUsageWhereverItStands) {
    for (const char* body :
         {R"({"usage":{"prompt_tokens":3},"choices":[]})", R"({"choices":[],"usage":{"prompt_tokens":3}})"}) {
        EXPECT_EQ(read(body).value().usage.value().prompt_tokens, 3U);
    }
    EXPECT_EQ(read(R"({"choices":[],"usage":null})").value().usage, std::nullopt);
    EXPECT_EQ(read("{}").value().usage, std::nullopt);
}

TEST(ReplyView, ReceiptBecomesTheLastMember) {
    EXPECT_EQ(with_receipt("{\"a\":[{}] }\n"), "{\"a\":[{}] ,\"greeninfer\":{\"tier\":\"small\"}}\n");
    EXPECT_EQ(with_receipt("{ }"), R"({ "greeninfer":{"tier":"small"}})");
}

TEST(ReplyView, ReceiptEqualsTheEditOfAReserialisedReply) {
    EXPECT_TRUE(rc::check([] {
        JsonTree tree = arbitrary_tree(3);
        if (tree.kind != JsonTree::Kind::object) tree = JsonTree::of_object();
        const std::string body = print_tree_with_arbitrary_spaces(tree);
        tree.members.emplace_back("greeninfer", parse_tree(R"({"tier":"small"})"));
        RC_ASSERT(print_tree(parse_tree(with_receipt(body))) == print_tree(tree));
    }));
}

TEST(ReplyView, SeesAnErrorInsideA200) {
    const auto view = read(R"({"error":{"message":"no","code":429}})");
    EXPECT_EQ(view.value().error.value().error.fault, Fault::upstream_rate_limit);
    EXPECT_FALSE(read(R"({"error":null,"choices":[]})").value().error);
}

TEST(ReplyView, RefusesWhatIsNoJsonObject) {
    for (const char* body : {"", "<html>", "[1]", R"({"choices":[)", R"({"a":tru})"}) {
        const auto view = read(body);
        ASSERT_FALSE(view) << body;
        EXPECT_EQ(view.error().fault, Fault::upstream_failed);
        EXPECT_EQ(view.error().field, "");
    }
}

TEST(ReadAnswer, GivesTheFirstChoicesText) {
    const auto answer = [](std::string body) { return read_answer(PaddedView::of(body)); };
    EXPECT_EQ(answer(R"({"choices":[{"message":{"content":"a\n\u00e9"}},{"message":{"content":"b"}}]})").value(),
              "a\né");
    EXPECT_EQ(answer(R"({"choices":[{"text":"a"}]})").value(), "a");
    EXPECT_EQ(answer(R"({"choices":[{"message":{"content":""}}]})").value(), "");
    for (const char* body : {"{}", R"({"choices":[]})", R"({"choices":[{"message":{"content":null}}]})", "x"}) {
        EXPECT_EQ(answer(body).error().fault, Fault::upstream_failed) << body;
    }
}

}  // namespace
}  // namespace greeninfer::wire
