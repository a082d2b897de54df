"""Requests in twelve languages that the shortener cannot read: not one of their words may go.

They hold courtesies, negations, numbers and names of their own. Written for this test.
"""

# ruff: noqa: RUF001 (letters of other scripts are meant)
from __future__ import annotations

LANGUAGES: dict[str, tuple[str, ...]] = {
    "German": (
        "Könntest du mir bitte erklären, warum der «thing» nicht unter «n» Grad laufen darf?",
        "Hallo, ich hoffe, es geht dir gut. Schreib «n» Zeilen über «place», aber keine Reime.",
        "Vielen Dank im Voraus: Wie weit ist es von «place» nach Köln?",
        "so kann man das nicht machen oder etwa doch",
    ),
    "French": (
        "Bonjour, pourriez-vous m'expliquer pourquoi il ne faut jamais dépasser «n» volts ?",
        "S'il vous plaît, donnez-moi trois idées pour un week-end à «place», sans voiture.",
        "Merci d'avance ! Est-ce que «name» peut venir le «n» ?",
        "je ne sais pas si on peut le faire sans permis",
    ),
    "Spanish": (
        "Hola, ¿podrías decirme por qué no debo mezclar «n» ml de lejía con amoníaco?",
        "Por favor, resume en menos de «n» palabras quién fue «name».",
        "Muchas gracias de antemano, nunca he estado en «place».",
        "no me digas que no se puede hacer",
    ),
    "Italian": (
        "Ciao, potresti spiegarmi perché non si deve aprire il file prima di «n» minuti?",
        "Per favore, scrivi al massimo «n» frasi su «place» senza aggettivi.",
        "Grazie mille, ma «name» non può venire.",
    ),
    "Polish": (
        "Cześć, czy możesz mi wyjaśnić, dlaczego nie wolno podawać więcej niż «n» mg?",
        "Proszę napisać co najmniej «n» zdań o mieście «place».",
        "Z góry dziękuję, «name» nigdy tam nie był.",
    ),
    "Turkish": (
        "Merhaba, lütfen «n» dereceden fazla ısıtmamam gerektiğini açıklar mısın?",
        "«place» hakkında en az «n» cümle yaz, ama şiir olmasın.",
        "Şimdiden teşekkürler, «name» gelmeyecek.",
    ),
    "Russian": (
        "Здравствуйте, не могли бы вы объяснить, почему нельзя больше «n» мг?",
        "Пожалуйста, напиши не более «n» предложений о городе «place».",
        "Заранее спасибо, «name» никогда там не был.",
    ),
    "Greek": (
        "Γεια σας, θα μπορούσατε να μου πείτε γιατί δεν πρέπει να ξεπεράσω τα «n» λίτρα;",
        "Παρακαλώ γράψε τουλάχιστον «n» προτάσεις για το «place».",
        "Ευχαριστώ πολύ, ο «name» δεν θα έρθει.",
    ),
    "Arabic": (
        "مرحبا، هل يمكنك أن تشرح لي لماذا لا يجوز تجاوز «n» لتر؟",
        "من فضلك اكتب «n» جمل على الأقل عن «place».",
        "شكرا جزيلا، «name» لن يأتي أبدا.",
    ),
    "Hindi": (
        "नमस्ते, क्या आप बता सकते हैं कि «n» मिलीग्राम से अधिक क्यों नहीं लेना चाहिए?",
        "कृपया «place» के बारे में कम से कम «n» वाक्य लिखें।",
        "धन्यवाद, «name» कभी नहीं आएगा।",
    ),
    "Chinese": (
        "你好，请问为什么不能超过 «n» 毫升？谢谢。",
        "请写至少 «n» 句关于 «place» 的话，不要押韵。",
        "麻烦你了，«name» 从来没有去过那里。",
    ),
    "Japanese": (
        "こんにちは、なぜ «n» ミリを超えてはいけないのか教えていただけますか。",
        "«place» について «n» 文以上書いてください。俳句はやめて。",
        "よろしくお願いします。«name» は絶対に来ません。",
    ),
}
