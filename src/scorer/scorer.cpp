#include "scorer/scorer.hpp"

#include <algorithm>

#include "scorer/conversation.hpp"
#include "scorer/courtesy.hpp"
#include "scorer/embedded_weights.hpp"
#include "scorer/logits.hpp"
#include "scorer/reasons.hpp"
#include "scorer/score.hpp"
#include "scorer/weights_file.hpp"

namespace greeninfer::scorer {

namespace {

constexpr double kCourtesyPoints = 2;

// No outcomes with tools or images were measured: a cautious guess, in logits, that grows as the model shrinks.
constexpr Chances kAttachmentLogits{0.4, 0.2, 0.1};

double attachment_points(const Prompt& prompt) {
    return (prompt.has_tools ? kToolPoints : 0) + (prompt.has_images ? kImagePoints : 0);
}

Assessment without_content(std::string_view reason, double points) {
    Assessment assessment{.score = points, .p_right = kEverydayRight, .reasons = {reason}};
    assessment.features.everyday_chance = 1;
    return assessment;
}

void add_attachments(const Prompt& prompt, Assessment& assessment) {
    assessment.features.attachment_points = std::min(attachment_points(prompt), 100 - assessment.score);
    assessment.score += assessment.features.attachment_points;
    const double things = (prompt.has_tools ? 1 : 0) + (prompt.has_images ? 1 : 0);
    for (std::size_t tier = 0; tier < assessment.p_right.size() && things > 0; ++tier) {
        double& chance = assessment.p_right[tier];
        chance = chance_of(logit_of(chance) - things * kAttachmentLogits[tier]);
    }
}

void add_background(const Weights& weights, const Background& background, std::size_t message_words, Scratch& scratch,
                    Assessment& assessment) {
    const Lanes logits = read_logits(weights, scratch.plain.points, scratch).total();
    const Difficulty difficulty = difficulty_of(weights, logits);
    const Chances chances = p_right_of(logits, difficulty.everyday_chance);
    const double weight = background_weight(background, message_words);
    assessment.features.background_points = weight * std::max(0.0, difficulty.points - assessment.score);
    assessment.score += assessment.features.background_points;
    for (std::size_t tier = 0; tier < chances.size(); ++tier) {
        const double own = logit_of(assessment.p_right[tier]);
        const double gap = std::min(0.0, logit_of(chances[tier]) - own);
        assessment.p_right[tier] = chance_of(own + weight * gap);
    }
}

Features features_of(const Logits& message, const Difficulty& difficulty) {
    return {.values = message.counted.values,
            .english_share = message.counted.english_share,
            .everyday_chance = difficulty.everyday_chance,
            .difficulty = difficulty.level};
}

Assessment assess_content(const Weights& weights, const Prompt& prompt, std::size_t asking, std::u32string_view content,
                          Scratch& scratch) {
    const Logits message = read_logits(weights, content, scratch);
    const Difficulty difficulty = difficulty_of(weights, message.total());
    Assessment assessment{.score = difficulty.points,
                          .p_right = p_right_of(message.total(), difficulty.everyday_chance),
                          .features = features_of(message, difficulty)};
    const std::size_t message_words = scratch.words.size();
    if (const Background background = read_background(prompt, asking, scratch); background.is_there) {
        add_background(weights, background, message_words, scratch, assessment);
    }
    add_attachments(prompt, assessment);
    assessment.reasons =
        reasons_for(weights, message, assessment.features.background_points, prompt.has_tools, prompt.has_images);
    return assessment;
}

}  // namespace

Result<Scorer> Scorer::embedded() {
    TRY(Weights weights, read_weights(embedded_weights(), "the built-in scorer weights"));
    return Scorer(std::make_shared<const Weights>(std::move(weights)));
}

Result<Scorer> Scorer::from_file(const std::string& path) {
    TRY(Weights weights, read_weights_file(path));
    return Scorer(std::make_shared<const Weights>(std::move(weights)));
}

Assessment Scorer::assess(const Prompt& prompt, Scratch& scratch) const {
    const std::size_t asking = asking_turn(prompt);
    read_message(prompt, asking, scratch);
    const std::u32string_view content = without_courtesy(scratch.plain.points);
    Assessment assessment;
    if (scratch.plain.points.empty()) {
        assessment = without_content(kReasonEmpty, 0);
        add_attachments(prompt, assessment);
    } else if (content.empty()) {
        assessment = without_content(kReasonCourtesy, kCourtesyPoints);
        add_attachments(prompt, assessment);
    } else {
        assessment = assess_content(*weights_, prompt, asking, content, scratch);
    }
    assessment.label = label_of(assessment.score);
    return assessment;
}

std::string_view Scorer::version() const {
    return weights_->version;
}

}  // namespace greeninfer::scorer
