#include "optimizer/phrase_template.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

using Texts = std::vector<std::string>;

// Reads one template from left to right; an inner group is a sequence of its own.
class Expander {
public:
    explicit Expander(std::string_view rest) : rest_(rest) {}

    Result<Texts> all() {
        TRY(Texts texts, sequence(0));
        if (!rest_.empty()) return fail(Fault::invalid_request, "')' or '|' outside of '(...)'");
        return texts;
    }

private:
    static constexpr int kDepthMax = 16;

    // Up to a `|` or `)` that belongs to the group around it.
    Result<Texts> sequence(int depth) {
        Texts texts{""};
        while (!rest_.empty() && rest_.front() != ')' && rest_.front() != '|') {
            if (rest_.front() == '(') {
                TRY(const Texts choices, group(depth + 1));
                TRY(texts, product(texts, choices));
                continue;
            }
            const std::size_t end = std::min(rest_.find_first_of("(|)"), rest_.size());
            for (std::string& text : texts) text += rest_.substr(0, end);
            rest_.remove_prefix(end);
        }
        return texts;
    }

    Result<Texts> group(int depth) {
        if (depth > kDepthMax) return fail(Fault::invalid_request, "too many '(' inside each other");
        Texts choices;
        do {
            rest_.remove_prefix(1);  // the bracket or the bar
            TRY(const Texts texts, sequence(depth));
            choices.insert(choices.end(), texts.begin(), texts.end());
            if (choices.size() > kExpansionsMax) return too_many();
        } while (rest_.starts_with('|'));
        if (!rest_.starts_with(')')) return fail(Fault::invalid_request, "'(' without ')'");
        rest_.remove_prefix(1);
        return choices;
    }

    static Result<Texts> product(const Texts& fronts, const Texts& choices) {
        if (fronts.size() * choices.size() > kExpansionsMax) return too_many();
        Texts texts;
        for (const std::string& front : fronts) {
            for (const std::string& choice : choices) texts.push_back(front + choice);
        }
        return texts;
    }

    static std::unexpected<Error> too_many() {
        return fail(Fault::invalid_request, fmt::format("it stands for more than {} texts", kExpansionsMax));
    }

    std::string_view rest_;
};

}  // namespace

Result<std::vector<std::string>> expansions(std::string_view phrase_template) {
    TRY(Texts texts, Expander(phrase_template).all());
    std::ranges::sort(texts);
    texts.erase(std::ranges::unique(texts).begin(), texts.end());
    return texts;
}

}  // namespace greeninfer::optimizer
