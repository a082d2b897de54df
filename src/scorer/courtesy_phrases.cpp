#include "scorer/courtesy_phrases.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <span>

namespace greeninfer::scorer {

namespace {

// In plain form: lower case, no accents; a bar between phrases.
constexpr auto kOpenings = std::to_array<std::u32string_view>({
    // English
    U"good morning|good afternoon|good evening|good day|hello there|hello everyone|hello|hi there|hi all|hi|"
    U"hey there|hey|greetings|dear assistant|dear ai|dear sir|i would appreciate your help|"
    U"i would appreciate it if you could|i was wondering if you could|i was wondering if you can|"
    U"i would like you to|i'd like you to|i want you to|i need you to|i need your help|i need help|"
    U"could you please help me with|could you please help me|could you help me with|could you help me|"
    U"can you please help me|can you help me with|can you help me|please help me|could you please|"
    U"can you please|would you please|would you kindly|would you mind|could you|can you|would you|"
    U"please can you|please could you|please|kindly|pls|plz|excuse me|sorry to bother you|thanks|thank you",
    // German
    U"guten morgen|guten tag|guten abend|hallo zusammen|hallo|servus|moin|konntest du mir bitte|"
    U"kannst du mir bitte|konnen sie mir bitte|konnten sie mir bitte|konntest du bitte|kannst du bitte|"
    U"konnen sie bitte|konnten sie bitte|kannst du mir|konntest du mir|konnen sie mir|kannst du|konntest du|"
    U"konnen sie|konnten sie|bitte|entschuldigung",
    // French
    U"bonjour a tous|bonjour|bonsoir|salut|coucou|pourriez-vous m'aider|peux-tu m'aider|pourriez-vous me|"
    U"pouvez-vous me|pourrais-tu me|peux-tu me|pourriez-vous|pouvez-vous|pourrais-tu|peux-tu|s'il vous plait|"
    U"s'il te plait|svp|stp|excusez-moi",
    // Spanish
    U"buenos dias|buenas tardes|buenas noches|hola a todos|hola|buenas|podrias ayudarme|puedes ayudarme|"
    U"me puedes|me podrias|podrias|puedes|podria usted|puede usted|por favor|disculpa",
    // Portuguese and Italian
    U"bom dia|boa tarde|boa noite|ola|oi|voce pode me|voce poderia me|poderia me|pode me|voce pode|"
    U"voce poderia|buongiorno|buonasera|ciao|salve|potresti|puoi|potrebbe|per favore|per piacere|scusa",
    // Dutch, Turkish, Polish
    U"goedemorgen|goedemiddag|goedenavond|hoi|zou je|kun je me|kun je|kunt u|alsjeblieft|alstublieft|merhaba|"
    U"gunaydin|iyi aksamlar|selam|lutfen|dzien dobry|dobry wieczor|czesc|czy mozesz|czy moglbys|prosze",
    // Russian
    U"доброе утро|добрый день|добрый вечер|здравствуйте|здравствуй|привет|не могли бы вы|могли бы вы|можешь|"
    U"можете|пожалуйста|извините",
    // Chinese, Japanese, Korean
    U"早上好|下午好|晚上好|你好|您好|请问|请帮我|你能|能不能|可以帮我|请|麻烦你|おはようございます|おはよう|こんにちは|"
    U"こんばんは|すみませんが|すみません|お願いします|안녕하세요|안녕|"
    U"실례합니다|부탁드립니다",
    // Arabic, Hindi
    U"السلام عليكم|صباح الخير|مساء الخير|مرحبا|اهلا|هل يمكنك|من فضلك|لو سمحت|नमस्ते|नमस्कार|कृपया|हैलो",
});

constexpr auto kClosings = std::to_array<std::u32string_view>({
    // English
    U"thank you very much in advance|thank you so much in advance|thank you in advance|many thanks in advance|"
    U"thanks in advance|thank you very much|thank you so much|thanks so much|thanks a lot|many thanks|"
    U"thank you|thanks|thx|please|pls|cheers|best regards|kind regards|best wishes|have a nice day|"
    U"have a great day",
    // German, French, Spanish
    U"vielen dank im voraus|danke im voraus|vielen dank|danke schon|danke|bitte|mit freundlichen grussen|"
    U"viele grusse|merci beaucoup|merci d'avance|merci|s'il vous plait|s'il te plait|svp|stp|muchas gracias|"
    U"gracias de antemano|gracias|por favor",
    // Portuguese, Italian, Dutch, Turkish, Polish
    U"muito obrigado|muito obrigada|obrigado|obrigada|grazie mille|grazie in anticipo|grazie|per favore|"
    U"dank je wel|dank u wel|dank je|alvast bedankt|bedankt|alsjeblieft|alstublieft|tesekkur ederim|"
    U"tesekkurler|lutfen|dziekuje|prosze",
    // Russian, Chinese, Japanese, Korean, Arabic, Hindi
    U"большое спасибо|спасибо заранее|заранее "
    U"спасибо|спасибо|пожалуйста|非常感谢|谢谢你|谢谢您|谢谢|多谢|ありがとうございました|"
    U"ありがとうございます|ありがとう|お願いいたします|お願いします|よろしく|감사합니다|고마워요|고맙습니다|"
    U"부탁드립니다|شكرا جزيلا|شكرا لك|شكرا|من فضلك|لو سمحت|"
    U"धन्यवाद|शुक्रिया|कृपया",
});

std::vector<std::u32string_view> cut(std::span<const std::u32string_view> languages) {
    std::vector<std::u32string_view> phrases;
    for (std::u32string_view left : languages) {
        while (!left.empty()) {
            const std::size_t end = std::min(left.find(U'|'), left.size());
            phrases.push_back(left.substr(0, end));
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
    // A phrase must not hide the longer one that it begins or ends.
    std::ranges::sort(phrases, std::greater{}, &std::u32string_view::size);
    return phrases;
}

}  // namespace

const std::vector<std::u32string_view>& opening_phrases() {
    static const auto phrases = cut(kOpenings);
    return phrases;
}

const std::vector<std::u32string_view>& closing_phrases() {
    static const auto phrases = cut(kClosings);
    return phrases;
}

}  // namespace greeninfer::scorer
