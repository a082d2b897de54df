"""The files a check looks at: those in git and those about to be, never what a build leaves behind."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files_under(root: pathlib.Path, *patterns: str) -> list[pathlib.Path]:
    """Lists the files of the git tree at `root` that match git's own patterns, in order."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listing = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    names = listing.split("\0")
    return sorted({path for name in names if name and (path := root / name).is_file()})


def text_of(path: pathlib.Path) -> str | None:
    """Answers the text of a file, or None for what is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def report(name: str, problems: list[str]) -> int:
    """Prints what is wrong and answers the exit status."""
    print("\n".join(problems) if problems else f"{name} ok")
    return 1 if problems else 0
