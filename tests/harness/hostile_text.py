"""What a model may write when somebody made it: markup, letters that mislead, and sheer weight.

A sample of markup that runs says so by `testRan`, which is reported to the test.
"""

from __future__ import annotations

from pathlib import Path

MARKUP = Path(__file__).with_name("hostile_markup.txt").read_text().rstrip("\n").split("\n----\n")

TRICKS = {
    "right to left": "Price: \u202e001$ \u202c and \u2067abc\u2069 and \u202e never closed",
    "zero width": "pay\u200bpal.com\u200d\ufeff \u2060 [paypal.com](https://evil.example/\u200b)",
    "stacked marks": "Z" + "\u0351\u0489\u0334" * 200 + " after",
    "a word without end": "W" * 4000,
    "controls": "a\u0000b\u0007c\u001b[31md\u2028e\u2029f\ufffe",
    "other scripts": "שלום עולם, مرحبا بالعالم, 你好, नमस्ते, 👩‍👩‍👧‍👦",
}

HEAVY = {
    "two million letters": "lorem ipsum dolor " * 110_000,
    "many paragraphs": "A line of an answer.\n\n" * 5_000,
    "deep quotes": ">" * 5_000 + " x",
    "deep lists": "".join(f"{'  ' * depth}- x\n" for depth in range(400)),
    "open brackets": "[" * 20_000 + "x",
    "open emphasis": "*a **b " * 5_000,
    "a wide table": "|" + "c|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + ("|" + "x|" * 2_000 + "\n") * 3,
    "links in links": "[a](" * 5_000,
    "open code": "```\n" + "x = 1\n" * 20_000,
    "entities": "&lt;" * 30_000,
    "open tags": "<a " * 20_000,
}
