"""docs/scale-out.md: its commands run as written, and its figures are those of the model."""

from __future__ import annotations

import math
import random
import re
import shlex
from pathlib import Path

import pytest

from bench.scale_out import filled, table
from bench.simulate import (
    ASSUMED,
    DAY,
    GUIDE,
    HOUR,
    Portal,
    poisson,
    predicted,
    quantile,
    read_costs,
    rows,
    simulate,
)
from crawler import settings as project_settings
from tests.cluster.commands import run_command
from tests.cluster.test_worker import rested
from tests.ledger.postgres import Server

TEXT = GUIDE.read_text(encoding="utf-8")
ONCE = ("--drain", "--no-due")
"""What a test adds to `scrapy work`, which would go on for ever and crawl real portals."""


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_runs_in_the_order_of_the_guide(postgres: Server, tmp_path: Path) -> None:
    database = postgres.new_database()
    settings = {"LEDGER_URL": database, "OUTPUT_DIR": str(tmp_path)}
    names = []
    for line in commands():
        program, *arguments = shlex.split(line)
        if program == "export":
            name = arguments[0].partition("=")[0].removeprefix("WARTA_")
            assert hasattr(project_settings, name)
            continue
        assert program == ".venv/bin/scrapy"
        command, *options = arguments
        names.append(command)
        if command == "work":
            status, waiting, _ = run_command("enqueue", "--status", **settings)
            assert (status, waiting) == (0, ""), "no real portal is crawled here"
            options += ONCE
        if "--due" in options:
            rested(database)
        if "--warc" in options:
            (tmp_path / "x.warc.gz").touch()
            options[-1] = str(tmp_path / "*.warc.gz")
        if "-o" in options:
            options[-1] = str(tmp_path / options[-1])
        status, _, stderr = run_command(command, *options, **settings)
        assert status == 0, (line, stderr)
        assert "Traceback" not in stderr
    assert set(names) == {"work", "enqueue", "export"}


def test_the_guide_names_no_option_that_is_not_there() -> None:
    for option in set(re.findall(r"`(?:scrapy \w+ )?(--[a-z-]+)", TEXT)) - {"--write"}:
        helps = (ROOT_COMMANDS / f"{name}.py" for name in ("work", "enqueue", "selection"))
        assert any(f'"{option}"' in file.read_text(encoding="utf-8") for file in helps), option


ROOT_COMMANDS = GUIDE.parents[1] / "crawler" / "commands"


def test_the_figures_for_the_registry_are_those_of_the_model() -> None:
    costs = read_costs()
    for line in table(list(rows([552], costs)), costs).splitlines():
        assert line in TEXT


def test_one_worker_that_is_never_late_stores_within_a_rest_and_a_visit() -> None:
    costs = read_costs()
    portals = [Portal(rate=1 / 600, rest=300.0)] * 50
    outcome = simulate(portals, 10, costs, horizon=3600)
    visit = ASSUMED.start + ASSUMED.discovery * ASSUMED.request
    assert quantile(outcome.late, 1.0) == 0
    assert outcome.articles == pytest.approx(50 / 600, rel=0.2)
    assert visit < outcome.age(0.5) < 300 + 2 * visit
    assert outcome.visits == pytest.approx(50 / (300 + visit), rel=0.1)


def test_articles_are_read_again_within_the_share_of_a_visit() -> None:
    costs = read_costs()
    portals = [Portal(rate=1 / DAY, rest=HOUR)] * 200
    outcome = simulate(portals, 10, costs, horizon=2 * DAY)
    assert outcome.revisits == pytest.approx(ASSUMED.revisits * outcome.articles, rel=0.2)
    busy = simulate([Portal(rate=1 / 10, rest=HOUR)] * 20, 10, costs, horizon=HOUR)
    others = busy.articles + busy.visits * ASSUMED.discovery
    assert busy.revisits / (busy.revisits + others) == pytest.approx(ASSUMED.revisit_share, rel=0.05)


def test_too_few_workers_fall_behind() -> None:
    costs = read_costs()
    portals = [Portal(rate=0.0, rest=10.0)] * 200
    few, many = (simulate(portals, workers, costs, horizon=600) for workers in (1, 20))
    assert quantile(few.late, 0.5) > 10 > 1 > quantile(many.late, 0.5)


@pytest.mark.parametrize("mean", [0.01, 3.0, 1200.0])
def test_poisson_has_its_mean(mean: float) -> None:
    chance = random.Random(4)
    tries = 400
    total = sum(poisson(chance, mean) for _ in range(tries))
    assert abs(total - mean * tries) < 5 * math.sqrt(mean * tries)


def test_a_run_is_predicted_from_another() -> None:
    known = {
        "portals": 12, "articles": 30, "workers": 1, "concurrency": 2, "delay": 0.5, "requests": 12 * 40,
        "wall": 6 * (1 + 40 * 0.5), "cpu": 1.0,
    }  # fmt: skip
    twice = {**known, "workers": 2}
    assert predicted(known, known, 2) == pytest.approx(known["wall"] - 1, abs=0.5)
    assert predicted(twice, known, 2) == pytest.approx(known["wall"] / 2 - 1, abs=0.5)
    busy = {**known, "cpu": 4000.0}
    assert predicted(twice, busy, 2) == pytest.approx(2000, rel=0.1), "then the processors decide"


def test_the_guide_is_filled_where_its_marks_are() -> None:
    assert filled("a\n<!-- x -->\nold\n<!-- /x -->\nb", {"x": "new"}) == "a\n<!-- x -->\nnew\n<!-- /x -->\nb"
    with pytest.raises(ValueError, match="0 places for y"):
        filled("a", {"y": "new"})
