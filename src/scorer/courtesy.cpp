#include "scorer/courtesy.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "scorer/code_point.hpp"

namespace greeninfer::scorer {

namespace {

// In plain form: lower case, no accents. Longer phrases stand before those that begin them.
constexpr auto kOpenings = std::to_array<std::u32string_view>({
    // English
    U"good morning",
    U"good afternoon",
    U"good evening",
    U"good day",
    U"hello there",
    U"hello everyone",
    U"hello",
    U"hi there",
    U"hi all",
    U"hi",
    U"hey there",
    U"hey",
    U"greetings",
    U"dear assistant",
    U"dear ai",
    U"dear sir",
    U"i would appreciate your help",
    U"i would appreciate it if you could",
    U"i was wondering if you could",
    U"i was wondering if you can",
    U"i would like you to",
    U"i'd like you to",
    U"i want you to",
    U"i need you to",
    U"i need your help",
    U"i need help",
    U"could you please help me with",
    U"could you please help me",
    U"could you help me with",
    U"could you help me",
    U"can you please help me",
    U"can you help me with",
    U"can you help me",
    U"please help me",
    U"could you please",
    U"can you please",
    U"would you please",
    U"would you kindly",
    U"would you mind",
    U"could you",
    U"can you",
    U"would you",
    U"please can you",
    U"please could you",
    U"please",
    U"kindly",
    U"pls",
    U"plz",
    U"excuse me",
    U"sorry to bother you",
    U"thanks",
    U"thank you",
    // German
    U"guten morgen",
    U"guten tag",
    U"guten abend",
    U"hallo zusammen",
    U"hallo",
    U"servus",
    U"moin",
    U"konntest du mir bitte",
    U"kannst du mir bitte",
    U"konnen sie mir bitte",
    U"konnten sie mir bitte",
    U"konntest du bitte",
    U"kannst du bitte",
    U"konnen sie bitte",
    U"konnten sie bitte",
    U"kannst du mir",
    U"konntest du mir",
    U"konnen sie mir",
    U"kannst du",
    U"konntest du",
    U"konnen sie",
    U"konnten sie",
    U"bitte",
    U"entschuldigung",
    // French
    U"bonjour a tous",
    U"bonjour",
    U"bonsoir",
    U"salut",
    U"coucou",
    U"pourriez-vous m'aider",
    U"peux-tu m'aider",
    U"pourriez-vous me",
    U"pouvez-vous me",
    U"pourrais-tu me",
    U"peux-tu me",
    U"pourriez-vous",
    U"pouvez-vous",
    U"pourrais-tu",
    U"peux-tu",
    U"s'il vous plait",
    U"s'il te plait",
    U"svp",
    U"stp",
    U"excusez-moi",
    // Spanish
    U"buenos dias",
    U"buenas tardes",
    U"buenas noches",
    U"hola a todos",
    U"hola",
    U"buenas",
    U"podrias ayudarme",
    U"puedes ayudarme",
    U"me puedes",
    U"me podrias",
    U"podrias",
    U"puedes",
    U"podria usted",
    U"puede usted",
    U"por favor",
    U"disculpa",
    // Portuguese and Italian
    U"bom dia",
    U"boa tarde",
    U"boa noite",
    U"ola",
    U"oi",
    U"voce pode me",
    U"voce poderia me",
    U"poderia me",
    U"pode me",
    U"voce pode",
    U"voce poderia",
    U"buongiorno",
    U"buonasera",
    U"ciao",
    U"salve",
    U"potresti",
    U"puoi",
    U"potrebbe",
    U"per favore",
    U"per piacere",
    U"scusa",
    // Dutch, Turkish, Polish
    U"goedemorgen",
    U"goedemiddag",
    U"goedenavond",
    U"hoi",
    U"zou je",
    U"kun je me",
    U"kun je",
    U"kunt u",
    U"alsjeblieft",
    U"alstublieft",
    U"merhaba",
    U"gunaydin",
    U"iyi aksamlar",
    U"selam",
    U"lutfen",
    U"dzien dobry",
    U"dobry wieczor",
    U"czesc",
    U"czy mozesz",
    U"czy moglbys",
    U"prosze",
    // Russian
    U"доброе утро",
    U"добрый день",
    U"добрый вечер",
    U"здравствуйте",
    U"здравствуй",
    U"привет",
    U"не могли бы вы",
    U"могли бы вы",
    U"можешь",
    U"можете",
    U"пожалуйста",
    U"извините",
    // Chinese, Japanese, Korean
    U"早上好",
    U"下午好",
    U"晚上好",
    U"你好",
    U"您好",
    U"请问",
    U"请帮我",
    U"你能",
    U"能不能",
    U"可以帮我",
    U"请",
    U"麻烦你",
    U"おはようございます",
    U"おはよう",
    U"こんにちは",
    U"こんばんは",
    U"すみませんが",
    U"すみません",
    U"お願いします",
    U"안녕하세요",
    U"안녕",
    U"실례합니다",
    U"부탁드립니다",
    // Arabic, Hindi
    U"السلام عليكم",
    U"صباح الخير",
    U"مساء الخير",
    U"مرحبا",
    U"اهلا",
    U"هل يمكنك",
    U"من فضلك",
    U"لو سمحت",
    U"नमस्ते",
    U"नमस्कार",
    U"कृपया",
    U"हैलो",
});

constexpr auto kClosings = std::to_array<std::u32string_view>({
    // English
    U"thank you very much in advance",
    U"thank you so much in advance",
    U"thank you in advance",
    U"many thanks in advance",
    U"thanks in advance",
    U"thank you very much",
    U"thank you so much",
    U"thanks so much",
    U"thanks a lot",
    U"many thanks",
    U"thank you",
    U"thanks",
    U"thx",
    U"please",
    U"pls",
    U"cheers",
    U"best regards",
    U"kind regards",
    U"best wishes",
    U"have a nice day",
    U"have a great day",
    // German, French, Spanish
    U"vielen dank im voraus",
    U"danke im voraus",
    U"vielen dank",
    U"danke schon",
    U"danke",
    U"bitte",
    U"mit freundlichen grussen",
    U"viele grusse",
    U"merci beaucoup",
    U"merci d'avance",
    U"merci",
    U"s'il vous plait",
    U"s'il te plait",
    U"svp",
    U"stp",
    U"muchas gracias",
    U"gracias de antemano",
    U"gracias",
    U"por favor",
    // Portuguese, Italian, Dutch, Turkish, Polish
    U"muito obrigado",
    U"muito obrigada",
    U"obrigado",
    U"obrigada",
    U"grazie mille",
    U"grazie in anticipo",
    U"grazie",
    U"per favore",
    U"dank je wel",
    U"dank u wel",
    U"dank je",
    U"alvast bedankt",
    U"bedankt",
    U"alsjeblieft",
    U"alstublieft",
    U"tesekkur ederim",
    U"tesekkurler",
    U"lutfen",
    U"dziekuje",
    U"prosze",
    // Russian, Chinese, Japanese, Korean, Arabic, Hindi
    U"большое спасибо",
    U"спасибо заранее",
    U"заранее спасибо",
    U"спасибо",
    U"пожалуйста",
    U"非常感谢",
    U"谢谢你",
    U"谢谢您",
    U"谢谢",
    U"多谢",
    U"ありがとうございました",
    U"ありがとうございます",
    U"ありがとう",
    U"お願いいたします",
    U"お願いします",
    U"よろしく",
    U"감사합니다",
    U"고마워요",
    U"고맙습니다",
    U"부탁드립니다",
    U"شكرا جزيلا",
    U"شكرا لك",
    U"شكرا",
    U"من فضلك",
    U"لو سمحت",
    U"धन्यवाद",
    U"शुक्रिया",
    U"कृपया",
});

// More than people say, and a bound for a message that is nothing but "hi hi hi …".
constexpr int kPhrasesMax = 6;

constexpr std::u32string_view kBetween = U" \n,.;:!?~";
constexpr std::u32string_view kBeforeClosing = U" \n,;:~-";
constexpr std::u32string_view kAtEnd = U" \n,.;:!?~)";

bool joins(char32_t left, char32_t right) {
    return is_letter(left) && is_letter(right) && !is_unspaced(left) && !is_unspaced(right);
}

bool opens(std::u32string_view message, std::u32string_view phrase) {
    return message.starts_with(phrase) &&
           (message.size() == phrase.size() || !joins(phrase.back(), message[phrase.size()]));
}

bool closes(std::u32string_view message, std::u32string_view phrase) {
    return message.ends_with(phrase) &&
           (message.size() == phrase.size() || !joins(message[message.size() - phrase.size() - 1], phrase.front()));
}

std::u32string_view trimmed_front(std::u32string_view message, std::u32string_view what) {
    return message.substr(std::min(message.find_first_not_of(what), message.size()));
}

std::u32string_view trimmed_back(std::u32string_view message, std::u32string_view what) {
    return message.substr(0, message.find_last_not_of(what) + 1);
}

std::u32string_view without_openings(std::u32string_view message) {
    message = trimmed_front(message, U" \n");
    const auto matches = [&](std::u32string_view phrase) { return opens(message, phrase); };
    for (int taken = 0; taken < kPhrasesMax && !message.empty(); ++taken) {
        const auto phrase = std::ranges::find_if(kOpenings, matches);
        if (phrase == kOpenings.end()) break;
        message = trimmed_front(message.substr(phrase->size()), kBetween);
    }
    return message;
}

std::u32string_view without_closings(std::u32string_view message) {
    for (int taken = 0; taken < kPhrasesMax && !message.empty(); ++taken) {
        const std::u32string_view end = trimmed_back(message, kAtEnd);
        const auto matches = [&](std::u32string_view phrase) { return closes(end, phrase); };
        const auto phrase = std::ranges::find_if(kClosings, matches);
        if (phrase == kClosings.end()) break;
        message = trimmed_back(end.substr(0, end.size() - phrase->size()), kBeforeClosing);
    }
    return message;
}

}  // namespace

std::u32string_view without_courtesy(std::u32string_view message) {
    const std::u32string_view left = without_openings(without_closings(message));
    return trimmed_back(left, kAtEnd).empty() ? std::u32string_view() : left;
}

}  // namespace greeninfer::scorer
