"""Command line: measures, prints the report and keeps both it and the numbers."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from .gateways import DEFAULT_PEERS, OURS, REFERENCE, Gateway, add_header, direct, load_peer, peer_names
from .report import write_report
from .rounds import Measured, Results, Rounds, bench_environment
from .settings import Settings, smoke_settings
from .smoke import check_corruption, check_results


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder with the installed tools and peers")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="every peer in peers/")
    which.add_argument("--only", help=f"comma-separated peers (default: {','.join(DEFAULT_PEERS)})")
    which.add_argument(
        "--smoke", action="store_true", help="check the harness itself: nginx, one second each"
    )
    which.add_argument("--render", type=Path, help="only print the report of this results.json")
    parser.add_argument("--skip", default="", help="comma-separated peers to leave out")
    parser.add_argument("--judge", default=OURS, help="the gateway that is held against the bounds")
    parser.add_argument(
        "--gateway",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "COMMAND"),
        help="another gateway; COMMAND runs in bash with $PORT, $UP (host:port), $UPSTREAM_URL and $RUN set",
    )
    parser.add_argument("--gateway-header", nargs=2, action="append", default=[], metavar=("NAME", "HEADER"))
    parser.add_argument("--soak", type=int, default=0, metavar="N", help="also watch memory over N requests")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--rates", type=lambda text: [int(rate) for rate in text.split(",")])
    parser.add_argument("--connections", type=int)
    parser.add_argument(
        "--base-port", type=int, help="of the mock upstream; gateways take the following ports"
    )
    parser.add_argument("--gateway-core", type=int)
    parser.add_argument("--load-core", type=int)
    parser.add_argument("--minutes-at-most", type=float, help="start no further measurement after this")
    parser.add_argument("--out", type=Path, help="result folder (default: results/<time> in the work folder)")
    return parser.parse_args()


def read_settings(arguments: argparse.Namespace) -> Settings:
    work = arguments.work.resolve()
    settings = smoke_settings(work) if arguments.smoke else Settings(work=work, soak_requests=arguments.soak)
    names = ("rounds", "rates", "connections", "base_port", "gateway_core", "load_core", "minutes_at_most")
    given = {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}
    return replace(settings, **given)


def choose_gateways(arguments: argparse.Namespace, settings: Settings) -> list[Gateway]:
    known = peer_names()
    wanted = known if arguments.all else arguments.only.split(",") if arguments.only else DEFAULT_PEERS
    if arguments.smoke:
        wanted = [REFERENCE]
    unknown = set(wanted) - set(known)
    if unknown:
        sys.exit(f"unknown peers: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    environment = bench_environment(settings)
    gateways = [direct(settings.base_port)]
    for name in known:
        if name in wanted and name not in arguments.skip.split(","):
            gateways.append(load_peer(name, settings.base_port + 10 + len(gateways), environment))
    for name, command in arguments.gateway:
        port = settings.base_port + 10 + len(gateways)
        gateways.append(Gateway(name, port, command, "under test", folder=Path.cwd()))
    for name, header in arguments.gateway_header:
        for gateway in gateways:
            if gateway.name == name:
                add_header(gateway, header)
    return gateways


def render(path: Path, judged: str) -> None:
    kept: dict[str, Any] = json.loads(path.read_text())
    settings = Settings(**{**kept["settings"], "work": Path(kept["settings"]["work"])})
    results = {
        name: [Measured(**measured) for measured in rounds] for name, rounds in kept["results"].items()
    }
    print(write_report(results, kept["versions"], settings, judged))


def main() -> None:
    arguments = parse_arguments()
    if arguments.render:
        render(arguments.render, arguments.judge)
        return
    settings = read_settings(arguments)
    out = arguments.out or settings.work / "results" / time.strftime("%Y%m%d-%H%M%S")
    for folder in (settings.work / "run", settings.work / "logs", out):
        folder.mkdir(parents=True, exist_ok=True)
    gateways = choose_gateways(arguments, settings)
    versions = {gateway.name: gateway.version for gateway in gateways}

    def keep(results: Results) -> None:
        rounds = {name: [measured.as_json() for measured in list_] for name, list_ in results.items()}
        kept = {
            "settings": {**asdict(settings), "work": str(settings.work)},
            "versions": versions,
            "results": rounds,
        }
        (out / "results.json").write_text(json.dumps(kept, indent=1))

    results = Rounds(settings, bench_environment(settings)).run(gateways, keep)
    if arguments.smoke:
        problems = check_results(results) + check_corruption(settings)
        print("\n".join(problems) or "smoke: the harness works")
        sys.exit(1 if problems else 0)
    report = write_report(results, versions, settings, arguments.judge)
    (out / "report.md").write_text(report)
    print(f"{report}\nkept in {out}")


if __name__ == "__main__":
    main()
