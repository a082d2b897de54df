#include "scorer/reasons.hpp"

#include <algorithm>
#include <cmath>

#include "scorer/conversation.hpp"
#include "scorer/score.hpp"

namespace greeninfer::scorer {

namespace {

constexpr double kPointsMin = 1;

struct GroupWords {
    std::string_view raises;
    std::string_view lowers;
};

// In the order of Group.
constexpr std::array<GroupWords, kGroupCount> kWords{{
    {"its length", "its length is that of easy prompts"},
    {"words and phrases of hard prompts", "words and phrases of easy prompts"},
    {"varied wording", "plain or repeated wording"},
    {"maths or many numbers", "no maths"},
    {"code or programming", "no code"},
    {"structure: lists, options or many lines", "simple structure"},
    {"constraints on the answer", "no constraints on the answer"},
    {"the kind of question", "a plain kind of question"},
    {"asks for reasoning", "asks for no reasoning"},
    {"a specialist subject", "no specialist subject"},
    {"no everyday words", "an everyday request"},
    {"asks for creative writing", "asks for no creative writing"},
}};

struct Move {
    std::string_view words;
    double points = 0;
};

class Strongest {
public:
    void offer(Move move) {
        if (std::abs(move.points) < kPointsMin) return;
        for (Move& held : held_) {
            if (std::abs(move.points) > std::abs(held.points)) std::swap(move, held);
        }
    }
    Reasons words() const { return {held_[0].words, held_[1].words, held_[2].words}; }

private:
    std::array<Move, 3> held_{};
};

}  // namespace

Reasons reasons_for(const Weights& weights, const Logits& message, double background_points, bool has_tools,
                    bool has_images) {
    Strongest strongest;
    const double points = difficulty_of(weights, message.total()).points;
    for (std::size_t index = 0; index < kGroupCount; ++index) {
        const Lanes without = message.total_without(static_cast<Group>(index));
        const double moved = points - difficulty_of(weights, without).points;
        strongest.offer({moved > 0 ? kWords[index].raises : kWords[index].lowers, moved});
    }
    strongest.offer({"the conversation before it", background_points});
    if (has_tools) strongest.offer({"tools to choose from", kToolPoints});
    if (has_images) strongest.offer({"images to look at", kImagePoints});
    return strongest.words();
}

}  // namespace greeninfer::scorer
