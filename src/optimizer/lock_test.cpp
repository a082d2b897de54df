#include "optimizer/lock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <optional>
#include <span>
#include <string>

namespace greeninfer::optimizer {
namespace {

// The words that are locked, for a reason or for any, with a blank between them.
std::string locked(std::string_view text, std::optional<Lock> why = std::nullopt) {
    const auto words = split_words(text);
    const auto locks = lock_words(text, words);
    std::string found;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (locks[i] == Lock::none || (why && locks[i] != *why)) continue;
        if (!found.empty()) found += ' ';
        found += words[i].of(text);
    }
    return found;
}

struct Row {
    const char* name;
    std::string_view text;
    std::string_view words;
};

void expect_locked(std::span<const Row> rows, std::optional<Lock> why) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(locked(row.text, why), row.words);
    }
}

TEST(LockWords, KeepsNumbers) {
    const Row rows[]{
        {"digits, and what they count", "give me 5 short tips", "5 short"},
        {"a version", "does it work with version 3.11.4?", "3.11.4?"},
        {"a date and a time", "on 2024-02-30 at 17:45 sharp", "2024-02-30 at 17:45 sharp"},
        {"money and percent", "a $20 tip is 18% more", "$20 tip 18% more"},
        {"words", "two eggs and twenty-five people", "two eggs twenty-five people"},
        {"a clause ends what is counted", "I have 3, thanks", "3,"},
        {"courtesy counts nothing", "I have one question", ""},
        {"nor is a moment a number", "bear with me for a second please", ""},
    };
    expect_locked(rows, Lock::number);
}

TEST(LockWords, KeepsModalsThatAreAsked) {
    const Row rows[]{
        {"of anybody", "can you get a visa for Kenya at 17", "can"},
        {"behind a question word", "how would you implement a trie", "would"},
        {"behind another", "Where could you put a dollar sign", "could"},
        {"advice", "Should I tell my boss", "Should I tell"},
        {"none that is a request", "could you explain tries", ""},
    };
    expect_locked(rows, Lock::modal);
}

TEST(LockWords, KeepsCourtesyThatIsTheSubject) {
    const Row rows[]{
        {"what it means", "What does please mean in Porto?", "please"},
        {"how many words", "Is thank you one word or two?", "thank you"},
        {"a note", "Write a thank you note for Kofi", "thank you"},
        {"said", "how often do I say basically in this text", "basically"},
        {"to somebody", "Say sorry to my neighbour", "sorry"},
        {"excepted", "delete every word except please here", "please"},
        {"a role", "Now you are a machine learning engineer.", "you are a"},
        {"another role", "Picture yourself as a tree", "Picture yourself"},
        {"a cell of a table", "Kofi,no thanks", "thanks"},
        {"none of it is courtesy to the model", "please explain this, thank you", ""},
        {"nor praise", "you are a lifesaver", ""},
    };
    expect_locked(rows, Lock::quoted);
}

TEST(LockWords, KeepsWhatStandsBesideForeignWords) {
    const Row rows[]{
        {"German without umlauts", "Translate this: so kann man das nicht machen",
         "Translate this: so kann man das nicht machen"},
        {"a name before other letters", "in New South Wales について please", "New South Wales について"},
        {"English beyond it", "what does merci mean to you", "merci mean"},
    };
    expect_locked(rows, Lock::unreadable);
}

TEST(LockWords, KeepsNegations) {
    const Row rows[]{
        {"loud", "NEVER run rm -rf here", "NEVER"},
        {"small", "do not use lists", "not"},
        {"contracted", "it doesn't work and isn't there", "doesn't isn't"},
        {"with a curly apostrophe", "it won’t start", "won’t"},
        {"without an apostrophe", "i dont want that", "dont"},
        {"exceptions", "all except him, unless without her", "except unless without"},
        {"only", "only print the name", "only"},
        {"just that means only", "Just print the name", "Just"},
        {"behind a word that it weakens it is none", "it is just great", ""},
        {"courtesy forbids nothing", "explain it if you don't mind, no rush", ""},
        {"the same words as a question", "what is the rush in no man's land", "no"},
    };
    expect_locked(rows, Lock::negation);
}

TEST(LockWords, KeepsModalsOutsideOfCourtesy) {
    const Row rows[]{
        {"duty", "it must run and should be fast", "must should"},
        {"whether somebody may", "can I take aspirin", "can I"},
        {"also with please", "please, can I take it", "can I"},
        {"what somebody is able to", "can you swim?", "can"},
        {"or understands", "Could you understand him?", "Could"},
        {"a request", "can you explain that", ""},
        {"a polite one", "could you please swim", ""},
        {"an indirect one", "I was wondering if you could write that", ""},
        {"a wish", "I would like to see that", ""},
        {"duty in other words", "he has to go, we need to leave", "has to need to"},
        {"two of which one is courtesy", "could you please say what I should do", "should"},
        {"a condition", "if you can swim you may go", "can may"},
        {"a polite condition", "explain it, if you can", ""},
    };
    expect_locked(rows, Lock::modal);
}

TEST(LockWords, KeepsComparisons) {
    const Row rows[]{
        {"at least", "use at least some trees", "at least"},
        {"than", "a shorter text than this", "shorter text than"},
        {"bounds", "exactly 5, up to ten, about 7 words", "exactly up to about"},
        {"whatever is compared", "a man taller than him", "taller than"},
        {"under and above a number", "under 5, or above ten", "under above"},
        {"above in the text", "as I said above and below", ""},
        {"the best", "what is the best way", "best"},
        {"courtesy compares nothing", "thanks and all the best", ""},
    };
    expect_locked(rows, Lock::comparative);
}

TEST(LockWords, KeepsNamesAndIdentifiers) {
    const Row rows[]{
        {"in a sentence", "ask Anna about Paris", "Anna Paris"},
        {"its first word is none", "Explain this. Then stop", ""},
        {"behind an abbreviation there is no new sentence", "ask dr. Smith", "Smith"},
        {"all capitals", "use NASA data and JSON", "NASA JSON"},
        {"two cases", "what does iPhone mean to McDonald", "iPhone McDonald"},
        {"a mention", "ask @maria", "@maria"},
        {"I is no name", "what I mean and I'm sure", ""},
        {"somebody begins anew", "Hi, Could you please explain", ""},
        {"or without a comma", "so Sorry for bothering you", ""},
        {"a list of names", "flights to London, Rome, Oslo", "London, Rome, Oslo"},
    };
    expect_locked(rows, Lock::identifier);
}

TEST(LockWords, KeepsCode) {
    const Row rows[]{
        {"inline", "what does `git push` do", "`git push`"},
        {"two ticks around one", "and ``a ` b`` too", "``a ` b``"},
        {"a tick that nothing closes", "what is `so very odd\nplease", "`so very odd"},
        {"fenced", "why\n```\nplease go\n```\nnow", "``` please go ```"},
        {"four ticks around three", "a\n````\n```\nx y\n```\nz\n````\nb", "```` ``` x y ``` z ````"},
        {"tildes around ticks", "a\n~~~\n```\nx y\n~~~\nb", "~~~ ``` x y ~~~"},
        {"a fence that nothing closes", "a\n```\nso on\n\nand on", "``` so on and on"},
        {"indented", "why\n\n    please go\n\nnow", "please go"},
        {"statements", "fix this\nint please = 5;\nthanks", "int please = 5;"},
        {"shell", "see\nif [ -f x ]\nthen\n  rm -rf x\nfi", "if [ -f x ] then rm -rf x fi"},
        {"a call in a sentence", "why does print(x) fail", "print(x)"},
        {"an option", "what does --force do", "--force"},
        {"JSON", "use {\"just\": \"so very\"} please", "{\"just\": \"so very\"}"},
        {"XML", "see\n<a href>\nso very\n</a>\nplease", "<a href> so very </a>"},
        {"YAML", "read\nname: so very\nkind: please\nthanks", "name: so very kind: please"},
        {"one line with a colon is prose", "my question: so what\nthanks", ""},
        {"a table", "see\n| so | very |\nthanks", "| so | very |"},
        {"let is English as well", "let me know", ""},
    };
    expect_locked(rows, Lock::code);
}

TEST(LockWords, KeepsAddresses) {
    const Row rows[]{
        {"URL", "see https://example.org/please?a=1 now", "https://example.org/please?a"},
        {"path", "open ./docs/please now", "./docs/please"},
        {"mail", "write to please@example.org today", "please@example.org"},
        {"domain and file", "does example.org have robots.txt", "example.org robots.txt"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_NE(locked(row.text).find(row.words.substr(0, row.words.find(' '))), std::string::npos);
    }
}

TEST(LockWords, KeepsQuotes) {
    const Row rows[]{
        {"straight", "say \"thank you very much\" to him", "\"thank you very much\""},
        {"curly", "say “thank you very much” to him", "“thank you very much”"},
        {"single", "say 'thank you' to him", "'thank you'"},
        {"guillemets", "say «thank you» to him", "«thank you»"},
        {"apostrophes quote nothing", "the dogs' bone isn't Anna's", ""},
        {"a mark that nothing closes", "say \"thank you very\n\nto him", "\"thank you very"},
        {"a block quote, and its lazy lines", "see\n> thank you\nso much\n\nto him", "thank you so much"},
    };
    expect_locked(rows, Lock::quoted);
}

TEST(LockWords, KeepsWhatItCannotRead) {
    const Row rows[]{
        {"German", "Please answer this. Kannst du mir bitte helfen", "Kannst du mir bitte helfen"},
        {"French", "Please read. Je voudrais savoir pourquoi", "Je voudrais savoir pourquoi"},
        {"Spanish", "Please read. Muchas gracias por todo", "Muchas gracias por todo"},
        {"Italian", "Please read. Vorrei sapere questo grazie", "Vorrei sapere questo grazie"},
        {"Portuguese", "Please read. Você pode me ajudar", "Você pode me ajudar"},
        {"Dutch", "Please read. Kun je mij helpen alsjeblieft", "Kun je mij helpen alsjeblieft"},
        {"Polish", "Please read. Proszę wyjaśnij", "Proszę wyjaśnij"},
        {"Swedish", "Please read. Kan du hjälpa mig med det", "Kan du hjälpa mig med det"},
        {"Turkish", "Please read. Bunu bana ile lütfen", "Bunu bana ile lütfen"},
        {"Russian", "please explain it to me. спасибо большое", "спасибо большое"},
        {"Chinese", "please explain it to me. 谢谢 你", "谢谢 你"},
        {"Arabic", "please explain it to me. شكرا جزيلا", "شكرا جزيلا"},
        {"Hindi", "please explain it to me. धन्यवाद", "धन्यवाद"},
        {"a borrowed word, and what is beside it", "please explain what naïve means to you", "naïve means"},
        {"typographic marks are of no language", "it’s great — really…", ""},
    };
    expect_locked(rows, Lock::unreadable);
}

TEST(LockWords, LeavesPlainRequestsOpen) {
    for (const char* text :
         {"please explain how a stack works", "hi there, tell me about cats",
          "I was just wondering, could you please help me with this", "what is really going on here"}) {
        EXPECT_EQ(locked(text), "") << text;
    }
}

TEST(LockWords, GivesOneLockPerWordForAnyBytes) {
    rc::check("any bytes", [](const std::string& text) {
        const auto words = split_words(text);
        RC_ASSERT(lock_words(text, words).size() == words.size());
    });
}

}  // namespace
}  // namespace greeninfer::optimizer
