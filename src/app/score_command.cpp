#include "app/score_command.hpp"

#include <istream>
#include <ostream>

#include "scorer/scorer.hpp"
#include "wire/scoring_line.hpp"

namespace greeninfer::app {

int score_lines(std::istream& in, std::ostream& out, std::ostream& problems, const std::string& weights) {
    const auto scorer = weights.empty() ? scorer::Scorer::embedded() : scorer::Scorer::from_file(weights);
    if (!scorer) {
        problems << "greeninfer: " << scorer.error().detail << '\n';
        return 1;
    }
    scorer::Scratch scratch;
    std::string printed;
    std::size_t number = 0;
    for (std::string text; std::getline(in, text);) {
        ++number;
        if (text.empty()) continue;
        const auto line = wire::read_scoring_line(std::move(text));
        if (!line) {
            problems << "greeninfer: line " << number << ": " << line.error().detail << '\n';
            return 2;
        }
        const scorer::Turn turn{scorer::Speaker::user, line->prompt};
        const scorer::Assessment assessment = scorer->assess({.turns = {&turn, 1}}, scratch);
        printed.clear();
        wire::append_scored_line({line->id, assessment.score, name_of(assessment.label), assessment.p_right}, printed);
        out << printed;
    }
    return 0;
}

}  // namespace greeninfer::app
