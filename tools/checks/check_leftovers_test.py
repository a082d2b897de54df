import pytest
from check_leftovers import generated, leftovers

FOUND = [
    ("a note", "src/net/a.cpp", "// TODO: later"),
    ("a note in a document", "docs/A.md", "FIXME"),
    ("a conflict", "README.md", "<<<<<<< HEAD"),
    ("the real clock", "src/net/a.cpp", "auto now = std::chrono::steady_clock::now();"),
    ("the real clock in a test", "src/wire/a_test.cpp", "system_clock::now()"),
    ("a thread's sleep", "src/wire/a_test.cpp", "std::this_thread::sleep_for(1ms);"),
    ("the C sleep", "src/net/a.cpp", "usleep(10);"),
    ("a lost exception", "src/net/a.cpp", "co_spawn(executor, run(), boost::asio::detached);"),
    ("a test that cannot fail", "src/net/a_test.cpp", "EXPECT_TRUE(true);"),
    ("the same in Python", "tests/test_a.py", "    assert True"),
    ("a silenced lint without reason", "src/net/a.cpp", "call();  // NOLINT"),
    ("a silenced lint with a name only", "src/net/a.cpp", "call();  // NOLINT(bugprone-x)"),
    ("a silenced line of Python", "bench/a.py", "import x  # noqa"),
    ("a machine's path", "bench/run.sh", "cd /home/somebody/greeninfer"),
    ("a registry", "tools/setup/a.sh", "pip install -i https://pypi.org/simple x"),
    ("a silenced type", "web/src/a.ts", "// @ts-ignore"),
    ("a silenced type without reason", "web/src/a.tsx", "{/* @ts-expect-error */}"),
    ("a test alone", "web/src/a.test.ts", 'test.only("one", () => {});'),
    ("a test of the page that cannot fail", "web/src/a.test.ts", "assert.ok(true);"),
    ("a locked address", "tools/setup/node/package-lock.json", '"resolved": "https://somewhere/x.tgz"'),
]
FINE = [
    ("the clock's own home", "src/base/clock.cpp", "return std::chrono::steady_clock::now();"),
    ("a Clock", "src/net/a.cpp", "co_await clock_.sleep_for(1s);"),
    ("a reason for a silenced lint", "src/net/a.cpp", "call();  // NOLINT(bugprone-x): the peer owns it."),
    ("a reason in Python", "bench/a.py", "import x  # noqa: F401 registers itself"),
    ("the home folder's name", "docs/A.md", "the cache is $HOME/.cache/greeninfer or ~/.cache"),
    ("a reason for a silenced type", "web/src/a.ts", "// @ts-expect-error the library's type is wrong"),
    ("an address path", "src/api/a.cpp", 'route("/v1/homework/root");'),
    ("a comparison", "tests/test_a.py", "    assert 1 <= count"),
    ("a relative path", "docs/A.md", "../work/x"),
    ("a skip that says why", "src/net/a_test.cpp", 'GTEST_SKIP() << "no IPv6 here";'),
]


@pytest.mark.parametrize(("name", "path", "line"), FOUND, ids=[row[0] for row in FOUND])
def test_leftovers_are_found(name: str, path: str, line: str) -> None:
    found = list(leftovers(path, f"first\n{line}\n"))
    assert len(found) == 1, name
    assert found[0].startswith(f"{path}:2: ")


@pytest.mark.parametrize(("name", "path", "line"), FINE, ids=[row[0] for row in FINE])
def test_what_is_fine_is_left_alone(name: str, path: str, line: str) -> None:
    assert list(leftovers(path, line)) == [], name


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("web/dist/index.html", True),
        ("web/app-0a1b2c3d4e5f.js", True),
        ("web/vendor/plot.min.js", True),
        ("sdk/python/dist/greeninfer-0.1.0-py3-none-any.whl", True),
        ("web/tsconfig.tsbuildinfo", True),
        ("web/src/chat/chat.tsx", False),
        ("web/build.mjs", False),
        ("src/net/distance.cpp", False),
    ],
)
def test_what_a_build_makes_stays_out(path: str, refused: bool) -> None:
    assert bool(list(generated(path))) == refused
