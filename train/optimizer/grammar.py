"""Words that tell a request from what stands before it."""

IMPERATIVES = frozenset(
    """add analyze answer arrange book build buy calculate call cancel change check choose classify come
    compare compose compute convert correct create debug define delete derive describe design determine
    develop discuss draft draw edit estimate evaluate explain extract fill find fix generate get give
    help identify implement improve include increase list look make name order outline pay play plan
    pick prepare prove provide put read recommend refactor remind remove rename repeat rephrase replace
    report reserve reset rewrite schedule search select send set share show simplify simulate solve
    speak spell start state stop suggest summarize switch take teach tell text track transfer translate
    turn update use verify view write""".split()  # noqa: SIM905 (a list of words reads as text)
)
QUESTION_WORDS = frozenset(
    """what who whom whose when where why how which is are was were do does did can could should would will
    may am has have in at on""".split()  # noqa: SIM905 (a list of words reads as text)
)
VERBS_AFTER_TO = IMPERATIVES | frozenset(
    """be do go have know see learn become avoid keep reach save understand work run eat""".split()  # noqa: SIM905 (a list of words reads as text)
)
