#include "pipeline/confirmation.hpp"

#include "pipeline/preview_binding.hpp"
#include "pipeline/preview_for_test.hpp"
#include "pipeline/preview_wish.hpp"

namespace greeninfer::pipeline {
namespace {

class ConfirmationTest : public PreviewForTest {
protected:
    std::optional<Fault> fault_of(const std::string& id) {
        const std::size_t asked = models().bodies.size();
        const auto sent = confirm(id, "expand");
        if (sent) return std::nullopt;
        EXPECT_EQ(sent.error().field, "confirm.preview_id");
        EXPECT_EQ(models().bodies.size(), asked) << "nothing was spent";
        return sent.error().fault;
    }

    std::string sealed(PreviewTicket ticket) { return generation->preview_seal->seal(pack(ticket)); }

    PreviewTicket ticket_of(const std::string& id) {
        return unpack(generation->preview_seal->open(id).value()).value();
    }
};

TEST_F(ConfirmationTest, OnlyWhatWasMadeHereAndHoldsCounts) {
    const std::string id = make();
    EXPECT_EQ(fault_of(id), std::nullopt);
    EXPECT_EQ(fault_of(id + "x"), Fault::preview_changed);
    PreviewTicket ticket = ticket_of(id);
    ticket.expires_at_s = 1;
    EXPECT_EQ(fault_of(sealed(ticket)), Fault::preview_expired);
    ticket = ticket_of(id);
    ticket.client.fill(7);
    EXPECT_EQ(fault_of(sealed(ticket)), Fault::preview_foreign);
    EXPECT_EQ(fault_of(generation->preview_seal->seal("an older form")), Fault::preview_foreign);
    generation->preview_seal = PreviewSeal::random();
    EXPECT_EQ(fault_of(id), Fault::preview_foreign);
}

TEST_F(ConfirmationTest, AnotherPromptIsANewPrompt) {
    const std::string id = make();
    ASSERT_TRUE(confirm(id, "expand", "Why build a tunnel?"));
    EXPECT_FALSE(report().confirmed || report().choice);
    EXPECT_EQ(report().ignored, "the prompt is not the one that the preview was made for");
    EXPECT_TRUE(made()) << "with a preview by the score at least";
    score = 5;
    ASSERT_TRUE(confirm(id, "expand", "Why build a tunnel?"));
    EXPECT_FALSE(made());
}

TEST_F(ConfirmationTest, SwitchedOffNobodyMayInsist) {
    generation->preview.enabled = false;
    const auto sent = send(R"(,"preview":"always")");
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().fault, Fault::field_out_of_range);
    EXPECT_EQ(sent.error().field, "preview");
    ASSERT_TRUE(send(R"(,"preview":"auto")"));
    EXPECT_FALSE(made());
    EXPECT_EQ(preview_wish(one->exchange, wire::PreviewChoice::automatic).reason,
              "previews are switched off (preview.enabled)");
}

TEST_F(ConfirmationTest, WhatIsBoundIsThePromptWithAllThatBelongsToIt) {
    ASSERT_TRUE(send(""));
    const PreviewDigest plain = prompt_digest(one->exchange);
    ASSERT_TRUE(send(R"(,"max_tokens":5,"mode":"eco","session_id":"s")"));
    EXPECT_EQ(prompt_digest(one->exchange), plain);
    for (const char* members : {R"(,"context":[{"role":"user","content":"Hi"}])", R"(,"images":["https://x/y.png"])",
                                R"(,"context":[{"role":"system","content":"Hi"}])"}) {
        ASSERT_TRUE(send(members));
        EXPECT_NE(prompt_digest(one->exchange), plain) << members;
    }
}

// Of a chat through /v1 with these messages, after a preview of "Why build a \"bridge\"?" behind a system message.
class OtherDoorTest : public ConfirmationTest {
protected:
    bool is_closed_by(const std::string& messages) {
        EXPECT_TRUE(send(R"(,"preview":"always","context":[{"role":"system","content":"Be brief."}])", kQuestion));
        EXPECT_FALSE(it.load.previews.is_empty());
        ExchangeForTest chat(generation, R"({"model":"auto","messages":)" + messages + "}");
        const auto behind = LastStage::chain([](Exchange&) { return Result<void>(); });
        EXPECT_TRUE(it.run(Confirmation(it.worker).handle(chat.read().exchange, Next(behind))));
        return it.load.previews.is_empty();
    }

    static constexpr std::string_view kQuestion = "Why build a \"bridge\"?";
};

TEST_F(OtherDoorTest, TheSameWordsCloseIt) {
    EXPECT_TRUE(is_closed_by(
        R"([{"role":"system","content":"Be brief."},{"role":"user","content":"Why build a \u0022bridge\"?"}])"));
    EXPECT_TRUE(is_closed_by(R"([{"role":"developer","content":[{"type":"text","text":"Be brief."}]},)"
                             R"({"role":"user","content":[{"type":"text","text":"Why build a \"bridge\"?"}]}])"));
}

TEST_F(OtherDoorTest, OtherWordsDoNot) {
    for (const char* messages :
         {R"([{"role":"user","content":"Why build a \"bridge\"?"}])",
          R"([{"role":"user","content":"Be brief."},{"role":"user","content":"Why build a \"bridge\"?"}])",
          R"([{"role":"system","content":"Be brief."},{"role":"user","content":"Why build a \"bridge\"?"},)"
          R"({"role":"assistant","content":"To cross."}])",
          R"([{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text",)"
          R"("text":"Why build a \"bridge\"?"},{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}])",
          R"([{"role":"system","content":"Be brief."},{"role":"tool","content":"Why build a \"bridge\"?"}])"})
        EXPECT_FALSE(is_closed_by(messages)) << messages;
}

}  // namespace
}  // namespace greeninfer::pipeline
