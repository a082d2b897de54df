#include "optimizer/model_call_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace greeninfer::optimizer {
namespace {

using ::testing::ElementsAre;

ModelQuestion question_for_test() {
    return {
        .number = 0x0102030405060708,
        .deadline = Moment(std::chrono::nanoseconds(77)),
        .request = {
            .task = ModelTask::mark_deletions, .words = {"please", "write", "\xf0\x9f\x8c\xb1"}, .locked = {0, 1, 0}}};
}

ModelAnswer answer_for_test() {
    return {.number = 9,
            .reply = ModelReply{.deleted = {1, 0, 1},
                                .rewritten = "write",
                                .cpu_time = std::chrono::microseconds(1500),
                                .pieces = 12,
                                .decoder_steps = 3}};
}

TEST(ModelCallBytes, AQuestionArrivesAsItWasSent) {
    const auto read = question_of(to_bytes(question_for_test()));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->number, 0x0102030405060708u);
    EXPECT_EQ(read->deadline, Moment(std::chrono::nanoseconds(77)));
    EXPECT_EQ(read->request.task, ModelTask::mark_deletions);
    EXPECT_THAT(read->request.words, ElementsAre("please", "write", "\xf0\x9f\x8c\xb1"));
    EXPECT_THAT(read->request.locked, ElementsAre(0, 1, 0));
}

TEST(ModelCallBytes, AnAnswerArrivesAsItWasSent) {
    const auto read = answer_of(to_bytes(answer_for_test()));
    ASSERT_TRUE(read.has_value() && read->reply.has_value());
    EXPECT_EQ(read->number, 9u);
    EXPECT_THAT(read->reply->deleted, ElementsAre(1, 0, 1));
    EXPECT_EQ(read->reply->rewritten, "write");
    EXPECT_EQ(read->reply->cpu_time, std::chrono::microseconds(1500));
    EXPECT_EQ(read->reply->pieces, 12u);
    EXPECT_EQ(read->reply->decoder_steps, 3u);
}

TEST(ModelCallBytes, EveryReasonArrives) {
    for (int i = 0; i <= static_cast<int>(LeftAlone::not_loaded); ++i) {
        const auto reason = static_cast<LeftAlone>(i);
        const auto read = answer_of(to_bytes(ModelAnswer{.number = 1, .reply = std::unexpected(reason)}));
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->reply.error(), reason);
    }
}

TEST(ModelCallBytes, ACutOrLengthenedMessageIsRefused) {
    const std::string question = to_bytes(question_for_test());
    for (std::size_t left = 0; left < question.size(); ++left)
        EXPECT_FALSE(question_of(std::string_view(question).substr(0, left)).has_value()) << left;
    EXPECT_FALSE(question_of(question + '\0').has_value());
    const std::string answer = to_bytes(answer_for_test());
    for (std::size_t left = 0; left < answer.size(); ++left)
        EXPECT_FALSE(answer_of(std::string_view(answer).substr(0, left)).has_value()) << left;
    EXPECT_FALSE(answer_of(answer + '\0').has_value());
}

TEST(ModelCallBytes, NonsenseIsRefused) {
    const auto altered = [](std::string bytes, std::size_t at, char byte) {
        bytes[at] = byte;
        return bytes;
    };
    const std::string question = to_bytes(question_for_test());
    EXPECT_FALSE(question_of(altered(question, 16, 2))) << "an unknown task";
    EXPECT_FALSE(question_of(altered(question, 20, '\x7f'))) << "more words than bytes";
    EXPECT_FALSE(question_of(altered(question, 21, 2))) << "half a lock";
    ModelQuestion empty_word = question_for_test();
    empty_word.request.words[1].clear();
    EXPECT_FALSE(question_of(to_bytes(empty_word)));
    EXPECT_FALSE(question_of(to_bytes(ModelQuestion{}))) << "no words";
    const std::string answer = to_bytes(answer_for_test());
    EXPECT_FALSE(answer_of(altered(answer, 8, 16))) << "an unknown reason";
    EXPECT_FALSE(answer_of(altered(answer, 16, '\x7f'))) << "centuries of processor time";
    EXPECT_FALSE(answer_of(altered(answer, 29, 2))) << "half a deletion";
}

// UPDATE_GOLDEN=1 writes the fuzzer's seeds anew.
TEST(ModelCallBytes, TheSeedsOfItsFuzzerAreMessages) {
    const std::filesystem::path seeds = GREENINFER_SOURCE_DIR "/src/optimizer/model_call_bytes_fuzz_seeds";
    const auto expected = std::map<std::string, std::string>{
        {"question", to_bytes(question_for_test())},
        {"answer", to_bytes(answer_for_test())},
        {"reason", to_bytes(ModelAnswer{.number = 1, .reply = std::unexpected(LeftAlone::late)})}};
    for (const auto& [name, bytes] : expected) {
        if (std::getenv("UPDATE_GOLDEN") != nullptr) {
            std::filesystem::create_directories(seeds);
            std::ofstream(seeds / name, std::ios::binary) << bytes;
        }
        std::ifstream file(seeds / name, std::ios::binary);
        EXPECT_EQ(std::string({std::istreambuf_iterator<char>(file), {}}), bytes) << name;
    }
}

}  // namespace
}  // namespace greeninfer::optimizer
