#include "optimizer/courtesy_frames.hpp"

#include <array>

namespace greeninfer::optimizer {

namespace {

constexpr auto kFrames = std::to_array<CourtesyFrame>({
    // Modals that ask the assistant for something.
    {Behind::task_verb, "(can|could|would|will|might) you (|please|kindly|possibly|maybe|perhaps|just|quickly)"},
    {Behind::anything, "(can|could|would|will|might) you (please|kindly|possibly|perhaps)"},
    {Behind::anything, "(please|kindly) (can|could|would|will) you"},
    {Behind::anything, "(can|could|would|will) you be so (kind|good|nice)( as to|)"},
    {Behind::anything, "(can|could|would) you do me a (favor|favour)"},
    {Behind::anything, "(can|could|would|will) you (please |kindly |)(help|assist) (me|us)"},
    {Behind::anything,
     "(can|could|would|will) you (please |kindly |possibly |)(tell me|let me know|explain to me|give me)"},
    {Behind::anything, "(would|do) you (happen to|mind)"},
    {Behind::anything, "(would|will) you be able to"},
    {Behind::task_verb, "are you able to (please |)"},
    {Behind::anything, "(are|is) able to (help|assist)"},
    {Behind::anything, "(would|could|will|can) it be possible (to|for you to)"},
    {Behind::anything, "(could|may|might) I (please |)ask"},
    {Behind::anything, "(may|might) I ask you to"},
    {Behind::pause, "if I (may|might) (ask|)"},
    {Behind::anything, "(wondering|curious|see|know|sure|ask) (if|whether) you (could|can|would|might|will)"},
    {Behind::anything,
     "(hoping|hope|think|trust|believe|wish|know|sure|suppose|guess) (that |)you (could|can|would|might|will)"},
    {Behind::anything,
     "(it|great|nice|good|lovely|awesome|wonderful|fantastic|amazing|helpful|useful|grateful|thankful|happy|glad|kind|"
     "much|lot) if "
     "(you|someone|somebody|anyone) (could|can|would|will)"},
    {Behind::anything, "(helpful|useful) for me if you (could|can|would)"},
    {Behind::pause, "if you (can|could|would|may|might|will)"},
    {Behind::anything, "if you (can|could|would|may|might) please"},
    {Behind::anything, "if you (could|would) be so (kind|good)"},
    {Behind::anything, "(soon|quickly|best|well|good|much) as you (can|could|possibly can)"},
    {Behind::anything, "as soon as (possible|you can|you could)"},
    {Behind::anything,
     "(know|sure|confident|certain|trust) (that |)you (can|will) (do|handle|manage) (this|it|that|a great job)"},
    {Behind::anything, "should you (have|find|need|require|happen to have) (any|the time)"},
    {Behind::task_verb, "if you (could|would)"},
    {Behind::anything, "(would|could) you (be willing|care to|have a)"},
    {Behind::anything, "(hopefully|hope) you (can|could) help"},
    {Behind::anything, "as you (may|might) (notice|see|imagine|have)"},
    // What the writer would like.
    {Behind::anything,
     "(I|we) would (really |greatly |truly |very much |also |sincerely |)(like|love|appreciate|welcome|be)"},
    {Behind::anything, "(I|we) (could|can) (really |)use (a hand|some help|your help|some assistance|your assistance)"},
    {Behind::anything, "(it|this|that|which|what) would (really |also |)(be|mean|help)"},
    {Behind::anything, "(it|this|that) will be (great|helpful|appreciated|a great help)"},
    {Behind::anything, "(help|assistance|input|advice|guidance|support|feedback|answer|response) (would|will) be"},
    {Behind::anything,
     "(this|it) (may|might) (be|sound like|seem like|sound) a (silly|dumb|stupid|basic|strange|simple|weird|odd)"},
    {Behind::anything, "this (may|might) (be|sound|seem) (silly|odd|naive|dumb|basic|stupid|obvious)"},
    {Behind::anything, "as you (may|might|probably) (know|already know|have guessed)"},
    {Behind::anything, "(I|we) (honestly |really |truly |just |)need to get (this|to the)"},
    // Negations that forbid nothing.
    {Behind::anything, "(don't|do not|dont) (mind|worry|stress|hesitate|rush)"},
    {Behind::anything, "(you|anyone) don't mind"},
    {Behind::anything,
     "(not|isn't|is not|it's not) (too much|asking too much|much trouble|too much trouble|too much to ask)"},
    {Behind::anything, "not (a bother|a problem|asking)"},
    {Behind::pause,
     "no (rush|hurry|worries|pressure|offense|stress|need to rush|need to hurry|bother|big deal)(| at all| though)"},
    {Behind::anything, "no (rush|hurry|worries|pressure|offense) if"},
    {Behind::anything, "(if|whether) it's no (bother|trouble|problem)"},
    {Behind::anything, "not sure (if|whether) (this is|you can)"},
    {Behind::anything, "(don't|do not) know (if|whether) you can"},
    {Behind::anything, "(can't|cannot) thank you enough"},
    {Behind::anything, "(can't|cannot) wait to (see|read|hear)"},
    {Behind::anything, "needless to say"},
    {Behind::anything, "without saying"},
    {Behind::anything, "without further (ado|delay)"},
    {Behind::anything, "(found nothing|nothing helped)"},
    {Behind::anything, "(if|in case) you (can't|cannot)( help|)"},
    {Behind::anything, "only if you have (time|the time|a moment)"},
    {Behind::anything, "last but not least"},
    {Behind::anything, "(I'm|I am) not (joking|kidding)"},
    {Behind::anything, "not waste your time"},
    {Behind::anything, "(I|we) (have|had) (absolutely |really |)no (idea|clue)"},
    {Behind::anything, "long time no see"},
    {Behind::anything, "not too (busy|much trouble|much to ask)"},
    {Behind::anything, "without (a doubt|more rambling|beating around the bush)"},
    // "Just" that does not mean "only".
    {Behind::anything,
     "just (to be clear|to repeat|to clarify|so you know|wondering|asking|checking|curious|saying|between us|between "
     "the two|in case|to sum)"},
    {Behind::anything, "just (out of curiosity|tell me if|let me know|a quick question|one (more|last|final|further))"},
    {Behind::anything, "(was|am|I'm|have been|I've been) just"},
    // Numbers and comparisons that are none.
    {Behind::anything, "(have|had|got|with) (just |only |)one (quick |small |last |)(thing|question|request)"},
    {Behind::anything, "(the|there's|there is|is) one thing I"},
    {Behind::anything, "one (more|last|other|final|further|quick) (thing|question|request|point)"},
    {Behind::anything, "(add|say|clarify|mention) one thing"},
    {Behind::anything, "(owe you|a great|a good|a nice|a lovely) one"},
    {Behind::anything, "one (second|moment|of these days)"},
    {Behind::anything, "first (of all|off|things first)"},
    {Behind::anything, "first and foremost"},
    {Behind::anything,
     "(long time|first time) (user|listener|reader|asking|caller|poster)(, first time (asking|caller|poster)|)"},
    {Behind::anything, "for a (second|minute)"},
    {Behind::anything, "second (thought|brain)"},
    {Behind::anything, "more or less"},
    {Behind::anything, "once (more|again)"},
    {Behind::anything, "(any|need|want|require|with) more (information|details|context)"},
    {Behind::anything, "anything (more|else)"},
    {Behind::anything, "the sooner the better"},
    {Behind::anything, "(your|very|all the|are the|you're the) best"},
    {Behind::anything, "best (regards|wishes|of luck)"},
    {Behind::anything, "as best (you|as you) can"},
    {Behind::anything, "at your earliest convenience"},
    {Behind::anything, "a million"},
    {Behind::anything, "(most|more) importantly"},
    {Behind::anything, "need to (know|find out|understand|ask)"},
});

}  // namespace

std::span<const CourtesyFrame> courtesy_frames() {
    return kFrames;
}

}  // namespace greeninfer::optimizer
