#include "scorer/counted_features.hpp"

#include <algorithm>
#include <cmath>

#include "scorer/code_point.hpp"
#include "scorer/lexicon.hpp"
#include "scorer/marks.hpp"

namespace greeninfer::scorer {

namespace {

constexpr std::size_t kLongWordLetters = 8;
// Two signs of an unspaced script make about as much as one word of others.
constexpr double kWordsPerSign = 0.6;

struct WordSums {
    double words = 0;  // signs counted as kWordsPerSign
    double spaced = 0;
    double letters = 0;
    double long_ones = 0;
    double numbers = 0;
};

WordSums sums_of(const std::vector<Word>& words) {
    WordSums sums;
    for (const Word& word : words) {
        if (word.kind == WordKind::number) ++sums.numbers;
        if (word.kind == WordKind::sign) sums.words += kWordsPerSign;
        if (word.kind != WordKind::word) continue;
        ++sums.spaced;
        sums.letters += word.length;
        if (word.length >= kLongWordLetters) ++sums.long_ones;
    }
    sums.words += sums.spaced + sums.numbers;
    return sums;
}

// Words that only one side has tell most: squares make a few of them outweigh the words that languages share.
double english_share_of(const Marks& marks, const TopicCounts& topics, std::size_t accents) {
    if (marks.all_letters == 0) return 1;
    const double latin = static_cast<double>(marks.latin) / static_cast<double>(marks.all_letters);
    const double english = 1.0 + topics[static_cast<std::size_t>(Topic::english)];
    const double foreign = 2.0 * topics[static_cast<std::size_t>(Topic::foreign)] + static_cast<double>(accents);
    // A few Greek letters in a formula are no other language.
    const double script = std::clamp((latin - 0.5) / 0.4, 0.0, 1.0);
    return script * english * english / (english * english + foreign * foreign);
}

using Values = std::array<float, kFeatureCount>;

void put(Values& values, std::size_t feature, double value) {
    values[feature] = static_cast<float>(value);
}

void put_log(Values& values, std::size_t feature, double count) {
    put(values, feature, std::log1p(count));
}

double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

void put_entropies(Values& values, std::u32string_view text, Scratch& scratch) {
    scratch.tally.clear();
    for (const Word& word : scratch.words) scratch.tally.add(word.hash);
    const double words = scratch.tally.entropy_bits();
    const double usual_words = usual_word_entropy_bits(scratch.tally.total());
    scratch.tally.clear();
    for (const char32_t point : text) scratch.tally.add(point);
    put(values, feature_index("word_entropy_bits"), words);
    put(values, feature_index("word_entropy_excess_bits"), words - usual_words);
    put(values, feature_index("character_entropy_excess_bits"),
        scratch.tally.entropy_bits() - usual_character_entropy_bits(scratch.tally.total()));
}

void put_questions(Values& values, const Marks& marks, const TopicCounts& topics) {
    const auto asks = [&](Topic topic) { return topics[static_cast<std::size_t>(topic)] > 0 ? 1.0 : 0.0; };
    put_log(values, feature_index("log_question_marks"), static_cast<double>(marks.questions));
    put(values, feature_index("asks_what"), asks(Topic::asks_what));
    put(values, feature_index("asks_who_where_when"), asks(Topic::asks_who_where_when));
    put(values, feature_index("asks_which"), asks(Topic::asks_which));
    put(values, feature_index("asks_how"), asks(Topic::asks_how));
    put(values, feature_index("asks_why"), asks(Topic::asks_why));
}

void put_structure(Values& values, const Marks& marks, double letters) {
    const auto options = static_cast<double>(marks.options);
    put_log(values, feature_index("log_lines"), static_cast<double>(marks.lines - 1));
    put_log(values, feature_index("log_list_items"), static_cast<double>(marks.list_items));
    put_log(values, feature_index("log_options"), options);
    put_log(values, feature_index("log_letters_per_option"), letters / (1 + options));
}

}  // namespace

CountedFeatures count_features(std::u32string_view text, Scratch& scratch) {
    CountedFeatures counted;
    const Marks marks = marks_of(text);
    const TopicCounts topics = Lexicon::shared().count(text, scratch.words);
    const WordSums sums = sums_of(scratch.words);
    const auto log_topic = [&](Topic topic) { return static_cast<double>(topics[static_cast<std::size_t>(topic)]); };
    const double unread = std::max(
        1.0, share(static_cast<double>(scratch.plain.bytes_whole), static_cast<double>(scratch.plain.bytes_read)));
    const double letters = static_cast<double>(marks.letters) * unread;
    const auto points = static_cast<double>(text.size());

    Values& values = counted.values;
    put_log(values, feature_index("log_letters"), letters);
    put_log(values, feature_index("log_words"), sums.words * unread);
    put_log(values, feature_index("log_words_per_sentence"),
            sums.words / static_cast<double>(std::max<std::size_t>(1, marks.sentences)));
    put(values, feature_index("mean_word_letters"), std::min(20.0, share(sums.letters, sums.spaced)));
    put(values, feature_index("long_word_share"), share(sums.long_ones, sums.spaced));
    put_entropies(values, text, scratch);
    put(values, feature_index("digit_share"), share(static_cast<double>(marks.digits), points));
    put_log(values, feature_index("log_numbers"), sums.numbers);
    put_log(values, feature_index("log_maths_marks"), static_cast<double>(marks.maths));
    put_log(values, feature_index("log_maths_words"), log_topic(Topic::maths));
    put_log(values, feature_index("log_code_marks"), static_cast<double>(marks.code));
    put_log(values, feature_index("log_code_words"), log_topic(Topic::code));
    put(values, feature_index("punctuation_share"), share(static_cast<double>(marks.punctuation), points));
    put_structure(values, marks, letters);
    put_log(values, feature_index("log_step_words"), log_topic(Topic::step));
    put_log(values, feature_index("log_constraint_words"), log_topic(Topic::constraint));
    put_questions(values, marks, topics);
    put_log(values, feature_index("log_reasoning_words"), log_topic(Topic::reasoning));
    put_log(values, feature_index("log_subject_words"), log_topic(Topic::subject));
    put_log(values, feature_index("log_everyday_words"), log_topic(Topic::everyday));
    put_log(values, feature_index("log_personal_words"), log_topic(Topic::personal));
    put_log(values, feature_index("log_creative_words"), log_topic(Topic::creative));
    counted.english_share = english_share_of(marks, topics, scratch.plain.accents);
    counted.is_empty = scratch.words.empty();
    return counted;
}

}  // namespace greeninfer::scorer
