#include "scorer/lexicon_words.hpp"

namespace greeninfer::scorer {

namespace {

constexpr auto kWords = std::to_array<TopicWords>({
    {Topic::asks_what,
     U"what whats cual cuales quelle quelles quel quels quoi qual quais quale wat welk nedir что какой "
     U"какая какое какова каковы 什么 何で 何が 何を 何と 무엇 뭐 ما ماذا ماهي क्या"},
    {Topic::asks_who_where_when,
     U"who whom whose where when wer wann woher wohin quien quienes donde cuando qui quand "
     U"quem onde quando dove wie waar wanneer kim nerede кто где когда куда 谁 哪里 哪儿 "
     U"什时 何时 誰 いつ どこ 누구 언제 어디 من اين متى कौन कहां कहाँ कब"},
    {Topic::asks_which,
     U"which welche* lequel laquelle hangi welke который которая которые 哪个 哪些 どれ どの どち 어느 "
     U"어떤 اي कौनसा"},
    {Topic::asks_how,
     U"how como comment wieviel hoe nasil как сколько 怎么 如何 怎样 多少 どう 어떻 얼마 كيف كم कैसे "
     U"कितना कितने"},
    {Topic::asks_why,
     U"why warum wieso weshalb porque pourquoi perche waarom neden nicin почему зачем 为什 为何 なぜ "
     U"왜 لماذا क्यों"},
    {Topic::reasoning,
     U"prove* proving proven proof* deriv* explain* calcula* comput* determi* analys* analyz* compar* evaluat* justif* "
     U"solve* solving "
     U"optimi* impleme* assume* suppos* infer* deduc* conclud* demonst* verify* argue* critiq* assess* disting* "
     U"contras* interpr* hypothe* implica* simplif* estimat* predict* formula* therefore hence whether if "
     U"beweis* erklar* berechn* bestimm* verglei* begrund* losung losen analysi* ermittl* wenn untersu* "
     U"demuest* demostr* explica* explic* calcula* determi* resuelv* resolv* justifi* razon* "
     U"demontr* prouve* expliqu* calculer calculez resoud* resous* pourquoi justifi* "
     U"demonst* calcule* resolva* prove* dimostr* spieg* calcol* risolv* confron* "
     U"bewijs* verklaa* bereken* leg_uit kanit* acikla* hesapla* karsila* udowodn* wyjasn* oblicz* "
     U"докаж* доказат* объясн* вычисл* рассчит* реши* сравн* обоснуй* почему выведи* найдит* определ* "
     U"证明 解释 计算 推导 分析 比较 求解 说明 判断 推理 評価 証明 説明 計算 解析 分析 比較 導出 求め 解い "
     U"증명 설명 계산 분석 비교 유도 구하 풀어 اثبت برهن اشرح احسب قارن حلل استنتج सिद्ध समझा गणना तुलना विश्लेषण साबित"},
    {Topic::constraint,
     U"must should least most exactly only without ensure* avoid* not never each every except limit* between using "
     U"format* words sentences paragra* maximum minimum mandato* strict* requir* restric* constra* unless "
     U"muss mussen soll genau mindest* hochst* ohne vermeid* jede jeder hochstens zwischen nicht "
     U"debe deben debes exactam* solo solamente minimo maximo evita* cada ningun* menos "
     U"doit doivent exactem* seulem* sans evite* chaque aucun* moins "
     U"deve devem somente apenas senza ciascun* almeno esattam* moet moeten alleen zonder minsten* elke "
     U"должен должна должны только ровно каждый каждая минимум максимум кроме "
     U"必须 只能 不能 至少 最多 每个 不要 恰好 限制 必ず だけ ない 以内 少な 반드 최소 최대 하지 각각 "
     U"يجب فقط دون كل केवल बिना प्रत्येक चाहिए"},
    {Topic::step,
     U"first second third then next finally step steps stage* phase* followed afterw* lastly task* "
     U"zuerst schritt schritte danach dann schlies* primero segundo luego despues paso pasos finalme* "
     U"premier* ensuite etape* enfin puis primeiro depois etapa* passo poi infine passagg* eerst daarna stap stappen "
     U"сначала затем потом шаг шаги наконец 首先 然后 接着 步骤 最后 まず 次に 手順 最後 먼저 다음 단계 اولا ثم خطوة "
     U"पहले फिर चरण"},
    {Topic::maths,
     U"theorem* lemma* equatio* integra* derivat* matrix matrices polynom* prime primes infinit* infinity integer* "
     U"rational irratio* probabi* algebra* geomet* triangl* vector* functio* converg* limit continu* "
     U"logarit* exponen* fractio* modulo divisib* sqrt variance distrib* eigen* differe* topolog* theory "
     U"complex* np turing halting decidab* undecid* euler* fourier laplace riemann hilbert galois lagrang* hamilto* "
     U"fermat godel bayes* newton* gauss* combina* permuta* graph graphs proof* axiom* conject* mathem* arithme* "
     U"satz gleichu* primzah* unendli* wahrsch* ableit* matrizen ungleic* quadrat* wurzel beweis* zahl zahlen "
     U"teorema* ecuaci* primos infinit* infinitos probabi* derivad* matriz* numeros raiz triangu* "
     U"theorem* premiers nombres equations racine* infinit* probabi* matrice* derivee* "
     U"equacao numeri primi equazio* infiniti radice* priemge* vergeli* oneindi* asal sonsuz denklem* "
     U"теорем* уравнен* простых бесконе* вероятн* интегра* произво* матриц* корень чисел число "
     U"定理 方程 质数 素数 无穷 无限 概率 积分 导数 矩阵 函数 数学 無限 方程 確率 積分 微分 行列 関数 数列 有理 无理 "
     U"無理 "
     U"정리 방정 소수 무한 확률 적분 미분 행렬 함수 무리 نظرية معادلة الاولية اعداد الاعداد لانهائي تكامل احتمال "
     U"مصفوفة "
     U"प्रमेय समीकरण अभाज्य अनंत संख्या संख्याएं प्रायिकता समाकलन"},
    {Topic::code,
     U"code def class import return void const struct printf int string array* select python java javascr* typescr* "
     U"rust golang sql html css json yaml regex* functio* algorit* compil* debug* refacto* api backend frontend "
     U"server* client* databas* query queries docker* kubern* linux bash shell script* git loop* recursi* pointer* "
     U"thread* mutex* async await class* method* variabl* runtime stack heap binary* cache* unittes* excepti* "
     U"program* softwar* django react node numpy pandas latency through* distrib* concurr* "
     U"algorit* codigo funcion* program* algorit* fonctio* datenba* abfrage* klasse schreibe "
     U"алгорит* програм* функци* код базы данных 代码 编程 算法 函数 程序 数据 数组 递归 线程 コー 関数 プロ アル 配列 "
     U"再帰 "
     U"코드 함수 알고 프로 배열 خوارزم* برمجة دالة कोड एल्गोरिथ्म प्रोग्राम"},
    {Topic::subject,
     U"quantum* thermod* relativ* entropy electro* molecul* chemic* reactio* enzyme* protein* genetic* genome* dna rna "
     U"neuron* neural* clinic* patient* diagnos* therap* disease* syndrom* pharma* statute* liabil* contrac* plaintif "
     U"jurisdi* constit* econom* inflati* monetar* equilib* macroec* philoso* epistem* ontolog* ethic* politic* "
     U"sociolo* psychol* histori* empire* theory theories hypothe* statist* regress* bayes* gradien* kinetic* "
     U"acceler* velocit* momentum voltage* circuit* semicon* photosy* fotosin* evoluti* mitocho* algorit* crypto* "
     U"encrypt* protoco* archite* enginee* mechani* physic* biolog* chemist* astron* geolog* financ* "
     U"tax audit* derivat* hedge* securit* quanten* relativ* molekul* krankh* wirtsch* rechts* "
     U"cuantic* relativ* molecul* enferme* derecho quantiq* relativ* molecul* maladie* quantis* malatti* "
     U"кванто* фотосин* относит* молекул* эконом* физик* биолог* философ* болезн* "
     U"量子 相对 热力 分子 化学 物理 经济 哲学 基因 蛋白 法律 光合 相対 熱力 経済 遺伝 医学 양자 상대 분자 화학 물리 "
     U"경제 철학 유전 광합 "
     U"الكم النسبية الفيزياء الاقتصاد الجزيئات क्वांटम भौतिकी रसायन अर्थव्यवस्था"},
    {Topic::everyday,
     U"weather alarm timer remind* reminder music song play playlist call text phone volume light lights turn "
     U"balance transfer bank account card bill pay payment recipe cook dinner lunch restaur* reserva* book "
     U"flight hotel uber traffic directi* schedule meeting calendar shopping list joke birthday movie gas oil tire "
     U"car today tomorrow tonight morning evening time date spell timezone vacation salary password pin "
     U"wetter wecker erinner* musik lied spiele anruf* licht rezept heute morgen uhr witz einkauf* "
     U"tiempo clima alarma recuerd* musica cancion llama* luz receta hoy manana hora chiste "
     U"meteo reveil rappel* musique chanson appell* lumiere recette aujourd demain heure blague "
     U"previsao lembre* toque ligue receita hoje amanha horas piada sveglia ricord* canzone accendi ricetta oggi "
     U"domani "
     U"weer wekker herinne* muziek vandaag morgen laat hava alarm muzik bugun yarin saat saka "
     U"погода погоду будильн* напомни* музык* песню позвони* рецепт сегодня завтра который шутку включи "
     U"天气 闹钟 提醒 音乐 播放 打电 电话 今天 明天 几点 笑话 菜谱 订票 天気 目覚 音楽 今日 明日 何時 電話 冗談 "
     U"날씨 알람 음악 노래 전화 오늘 내일 몇시 농담 طقس الطقس منبه موسيقى اغنية اليوم غدا الساعة نكتة "
     U"मौसम अलार्म संगीत गाना आज कल समय बजे चुटकुला"},
    {Topic::personal,
     U"i my me mine mich mir mein meine meinen mon mes moi meu minha mio mia mijn benim мой моя мне меня мои "
     U"我的 我想 帮我 私の 僕の 제가 나의 내가 لي مجھے मेरा मेरी मुझे मैं"},
    {Topic::creative,
     U"write compose create story poem essay* generat* imagin* draft* blog* email* letter* slogan* dialogu* roleplay "
     U"schreib* gedicht* geschic* erfinde* aufsatz escrib* poema* cuento* historia redact* ensayo ecris ecrivez "
     U"redige* poeme* histoir* redacao escrev* conto scriv* racconto saggio schrijf* gedicht verhaal hikaye siir yaz "
     U"напиши* рассказ* стихот* сочини* 写一 写首 故事 诗歌 作文 小说 書い 物語 作文 써줘 이야 작성 اكتب قصة قصيدة "
     U"लिखो लिखें कहानी कविता"},
    {Topic::english,
     U"the a an of to in is are and for on with that this it be as at by from you we they he she his her its their our "
     U"or not can will would could should do does did has have had was were been there than but if what how why when "
     U"which who where my your i me so about into all any some please"},
    {Topic::foreign,
     U"qual quel quelle quels quand quoi pourquoi como cual quien donde cuando porque wie warum wieso wer wann perche "
     U"quando "
     U"der das und ist ein eine einen einem eines nicht mit fur von den dem des zu auf wenn sich auch oder bei "
     U"wird sind aus nach uber durch kann ich mir mich sie wir ihr dass alle viele gibt erklare beweise "
     U"el los las una unos que para por con del es se como mas pero sus este esta son cual lo su muy yo mi "
     U"le les des est et une du dans pour qui sur pas au aux avec ce cette sont il elle je tu nous vous ou mon "
     U"um uma para com nao dos das em na ao sao isso ele voce mais mas "
     U"di che il gli della dello dei delle non sono nel nella una piu ma questo anche ho "
     U"het een en niet dat voor zijn op te er ook maar naar ik je wat hoe "
     U"bir ve bu ile icin ne da olan gibi daha mi nasil nedir "
     U"nie jest sie na ze jak czy oraz przez dla och att som och det inte ar pa en hur varfor jag "
     U"og ikke er af som jeg hvad hvordan hvorfor mitka mita mika miksi miten ja ei etta "
     U"yang dan untuk dengan dari ini itu apa bagaimana mengapa cac cua khong nhung duoc nguoi "
     U"este sunt pentru din cum az egy nem hogy miert mi "},
});

}  // namespace

std::span<const TopicWords> lexicon_words() {
    return kWords;
}

}  // namespace greeninfer::scorer
