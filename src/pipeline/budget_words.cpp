#include "pipeline/budget_words.hpp"

#include <fmt/chrono.h>

#include <algorithm>

namespace greeninfer::pipeline {

namespace {

using budget::Quantity;

std::string amount(Quantity quantity, std::int64_t nano_units) {
    if (quantity == Quantity::carbon) return fmt::format("{:.4g} g", budget::grams(nano_units));
    return fmt::format("{:.4g} US dollars", budget::dollars(nano_units));
}

std::string which(const ShortageStory& story) {
    std::string text =
        fmt::format("the {} budget of {} '{}' ({}", story.quantity == Quantity::carbon ? "carbon" : "money",
                    budget::kAccountKindNames[static_cast<std::size_t>(story.kind)], story.name,
                    amount(story.quantity, story.limit.amount));
    if (story.limit.period) {
        text += fmt::format(" per {}", budget::kPeriodNames[static_cast<std::size_t>(*story.limit.period)]);
    }
    return text + ")";
}

std::string remedy(const ShortageStory& story) {
    if (!story.purse.ends) return "another session has a budget of its own";
    const auto ends = std::chrono::floor<std::chrono::seconds>(*story.purse.ends);
    return fmt::format("it begins anew at {:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(ends)));
}

}  // namespace

Error shortage_error(const ShortageStory& story) {
    const bool carbon = story.quantity == Quantity::carbon;
    const std::int64_t left = std::max<std::int64_t>(0, story.limit.amount - story.purse.held());
    const std::int64_t estimate = carbon ? story.estimate.carbon_nanograms : story.estimate.money_nanodollars;
    std::string detail = which(story);
    if (left > 0 && estimate > left) {
        detail +=
            fmt::format(" has {} left and this request may take {}; lower max_tokens or choose a smaller model; {}",
                        amount(story.quantity, left), amount(story.quantity, estimate), remedy(story));
    } else {
        detail += fmt::format(" is used up; {}", remedy(story));
    }
    return {.fault = carbon ? Fault::carbon_budget_exceeded : Fault::money_budget_exceeded,
            .detail = std::move(detail),
            .field = story.kind == budget::AccountKind::session ? "session_id" : ""};
}

}  // namespace greeninfer::pipeline
