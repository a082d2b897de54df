"""Filler that public prompts bring along themselves: courtesy in front of a request and at its end.

It must be labelled as filler too, or the same "could you please" would be filler in one pair and content
in the next. Only frames that stand before the request are taken, because elsewhere such words may be what
it is about.
"""

import re

REQUEST_VERBS = (
    "tell|help|explain|give|show|write|find|make|set|call|create|provide|describe|generate|list|check|put|add|play|"
    "schedule|remind|turn|get|look|please|do|change|send|order|book|cancel|let|read|start|stop|say|repeat|convert|"
    "translate|summarize|calculate|solve|rewrite|fix|design|suggest|recommend|share|compare|discuss|name|transfer|pay"
)
FRAMES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(please|kindly)\s+(?=\w)",
        rf"(can|could|would|will) you (please |kindly )?(?=({REQUEST_VERBS})\b)",
        r"(i need|i want|i'd like|i would like|i am asking) (for )?you to (please )?(?=\w)",
        rf"(hey|hi|hello|okay|ok),? (?=({REQUEST_VERBS}|what|can|how|i)\b)",
        r"(do you know|can you tell me|could you tell me|i want to know|i'd like to know|"
        r"i would like to know|i need to know|tell me|let me know|explain to me) "
        r"(?=(what|when|where|why|how|which|who|whether|if)\b)",
    )
]
END = re.compile(
    r"(,? (please|thanks|thank you|for me please|if you can|if possible))(?=[.?!]?$)", re.IGNORECASE
)


def words_and_keep(text: str) -> tuple[list[str], list[bool]]:
    """The text split at white space, and for each word whether it stays."""
    rest, front = text, 0
    for _ in range(3):
        for frame in FRAMES:
            found = frame.match(rest)
            if found and len(rest[found.end() :].split()) >= 2:
                front += len(rest[: found.end()].split())
                rest = rest[found.end() :]
    words = text.split()
    keep = [False] * front + [True] * (len(words) - front)
    end = END.search(text)
    if end and sum(keep) > len(end.group(1).split()) + 2 and "\n" not in text[-60:]:
        for place in range(len(words) - len(end.group(2).split()), len(words)):
            keep[place] = False
    return words, keep
