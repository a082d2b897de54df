#include "wire/preview_request.hpp"

#include <gtest/gtest.h>

#include "wire/json_tree_for_test.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::wire {
namespace {

const std::vector<std::vector<std::string>> kExcluded = {{"What it costs", "Who pays"}};
const std::vector<std::string> kImages = {"https://x/y.png"};

std::string body_for(const PreviewQuestion& question, PreviewShape shape) {
    std::string body;
    append_preview_body(question, "m", {.shape = shape, .seed = 7}, body);
    std::string padded = body;
    const auto view = read_request(RequestKind::chat, PaddedView::of(padded));
    EXPECT_TRUE(view) << body;
    if (view) EXPECT_EQ(view->max_tokens, kPreviewTokensMax);
    return body;
}

TEST(PreviewRequest, BoundsTheShapeByASchema) {
    const std::string body = body_for({.asked = {.context = "", .question = "Why a bridge?"}}, PreviewShape::schema);
    EXPECT_TRUE(body.contains("Why a bridge?"));
    EXPECT_TRUE(body.contains(R"("response_format":{"type":"json_schema")"));
    EXPECT_TRUE(body.contains(R"("minItems":2,"maxItems":2)"));
    EXPECT_TRUE(body.contains(R"("seed":7)"));
    EXPECT_FALSE(body.contains("dry_multiplier")) << "no other server knows it";
    EXPECT_TRUE(body_for({}, PreviewShape::repetition_held).contains("dry_multiplier"));
}

TEST(PreviewRequest, WithoutASchemaTheWordsSayTheShape) {
    const std::string body = body_for({.asked = {.context = "", .question = "Why?"}}, PreviewShape::words);
    EXPECT_TRUE(body.contains("Reply with nothing but"));
    for (const char* field : {"response_format", "seed", "temperature", "dry_", "presence_penalty"})
        EXPECT_FALSE(body.contains(field)) << field;
}

TEST(PreviewRequest, SaysWhatIsExcludedAndWhatWasWrong) {
    const std::string body = body_for({.asked = {.context = "user: Hello", .question = "Why?"},
                                       .images = kImages,
                                       .excluded = kExcluded,
                                       .angle = "risks",
                                       .problem = "repeats its words"},
                                      PreviewShape::schema);
    for (const char* part : {"user: Hello", "What it costs; Who pays", "from this side: risks",
                             "Your last preview repeats its words", "https://x/y.png"})
        EXPECT_TRUE(body.contains(part)) << part;
}

}  // namespace
}  // namespace greeninfer::wire
