#pragma once
// A text as the guards look at it: each word in a form that can be compared, and where lines and sentences begin.
//
// Every guard needs the same few facts about a word; found once, they also agree about them. The text and its words
// must outlive the reading. Pure; used on one core.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/word.hpp"

namespace greeninfer::optimizer {

struct ReadWord {
    std::string_view raw;
    std::string_view core;          // without outer punctuation, as it is written; may be empty
    std::string_view normal;        // core in lower case (ASCII), apostrophes straight
    std::uint32_t line = 0;         // number of line breaks before it
    bool begins_line = false;       // the first word of its line
    bool begins_paragraph = false;  // behind a blank line, or the first of the text
    bool begins_sentence = false;   // begins a line, or stands behind the end of a sentence
    bool ends_sentence = false;     // . ! ? … behind it, and no abbreviation
    bool pauses = false;            // other punctuation behind it: , : ;
    bool bare = false;              // nothing around the core but . , ! ? : ; … behind it
};

class Reading {
public:
    Reading(std::string_view text, std::span<const Word> words);
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    std::string_view text() const { return text_; }
    std::span<const Word> places() const { return places_; }
    std::size_t size() const { return words_.size(); }
    const ReadWord& operator[](std::size_t at) const { return words_[at]; }
    // Empty outside the text, so that neighbours need no check.
    std::string_view normal(std::size_t at) const {
        return at < words_.size() ? words_[at].normal : std::string_view();
    }
    // The first word of the next line, or size().
    std::size_t line_end(std::size_t at) const;
    std::size_t paragraph_end(std::size_t at) const;
    // Words with bytes in [begin, end).
    std::pair<std::size_t, std::size_t> words_in(std::size_t begin, std::size_t end) const;

private:
    ReadWord read(std::string_view raw);

    std::string_view text_;
    std::span<const Word> places_;
    std::string lower_;
    std::vector<ReadWord> words_;
};

// Whether a word stands in a list of words in ascending order, none of them empty.
bool is_in(std::span<const std::string_view> sorted, std::string_view word);

}  // namespace greeninfer::optimizer
