#include "scorer/conversation.hpp"

#include <algorithm>

namespace greeninfer::scorer {

std::size_t asking_turn(const Prompt& prompt) {
    const auto& turns = prompt.turns;
    for (std::size_t at = turns.size(); at > 0; --at) {
        if (turns[at - 1].speaker == Speaker::user) return at - 1;
    }
    return turns.empty() ? 0 : turns.size() - 1;
}

void read_message(const Prompt& prompt, std::size_t asking, Scratch& scratch) {
    scratch.plain.clear();
    if (asking < prompt.turns.size()) scratch.plain.append(prompt.turns[asking].text, kMessageBytesMax);
}

Background read_background(const Prompt& prompt, std::size_t asking, Scratch& scratch) {
    scratch.plain.clear();
    Background background;
    std::size_t system_bytes = 0;
    std::size_t left = kBackgroundBytesMax;
    std::size_t turns_left = kBackgroundTurnsMax;
    for (std::size_t at = prompt.turns.size(); at > 0 && turns_left > 0 && left > 0; --at, --turns_left) {
        const Turn& turn = prompt.turns[at - 1];
        if (at - 1 == asking || turn.text.empty()) continue;
        const std::size_t bytes = std::min({turn.text.size(), kBackgroundTurnBytesMax, left});
        scratch.plain.append(turn.text, bytes);
        if (turn.speaker == Speaker::system) system_bytes += bytes;
        left -= bytes;
    }
    const std::size_t read = kBackgroundBytesMax - left;
    background.is_there = read > 0;
    if (read > 0) background.system_share = static_cast<double>(system_bytes) / static_cast<double>(read);
    return background;
}

double background_weight(const Background& background, std::size_t message_words) {
    if (!background.is_there) return 0;
    const double few = 1 / (1 + static_cast<double>(message_words) / 8);
    return (0.1 + 0.4 * few) * (1 - 2.0 / 3.0 * background.system_share);
}

}  // namespace greeninfer::scorer
