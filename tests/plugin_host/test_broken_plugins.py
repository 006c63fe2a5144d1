"""A broken plugin is listed as failed with its reason, gives nothing, and costs nobody else anything."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest

from kamengine.plugin_host import PluginStatus, load_plugins
from tests.plugin_host.broken import BROKEN, IMPORTS

GOOD = f"{IMPORTS}\n@hookimpl\ndef kam_fields(): return [Field('a', 'text')]"


def install(site, broken):
    site.plugin(broken.name, broken.source, broken.target)


def ours(host) -> dict[str, PluginStatus]:
    return {status.name: status for status in host.statuses if status.origin.startswith("acme-")}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_each_is_listed_with_its_reason(site, broken):
    install(site, broken)
    host = load_plugins()
    status = ours(host)[broken.name]
    assert (status.status, status.origin, status.version) == ("failed", f"acme-{broken.name}", "1.2")
    assert str(status.error).startswith(broken.error)
    assert status.hooks == broken.hooks
    assert broken.name not in host.contributions


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_each_reason_is_one_printable_line_of_moderate_length(site, broken):
    install(site, broken)
    text = str(ours(load_plugins())[broken.name].error)
    assert text.isprintable()
    assert len(text) < 600


def test_all_broken_at_once_leave_the_rest_working(site):
    before = load_plugins()
    for broken in BROKEN:
        install(site, broken)
    site.plugin("zz_good", GOOD)

    after = load_plugins()

    assert {name: status.status for name, status in ours(after).items()} == {
        **{broken.name: "failed" for broken in BROKEN},
        "zz_good": "loaded",
    }
    assert [status for status in after.statuses if not status.origin.startswith("acme-")] == list(before.statuses)
    assert {**before.contributions, "zz_good": after.contributions["zz_good"]} == after.contributions


def test_in_a_fresh_interpreter_noise_stays_off_standard_output(site):
    for broken in BROKEN:
        install(site, broken)
    site.plugin(
        "noisy",
        f"import sys, warnings\nprint('\\udc80 hello')\nsys.stdout.buffer.write(b'\\xff')\n"
        f"warnings.warn('old', DeprecationWarning)\nsys.stdout = sys.stderr = None\n{GOOD}",
    )
    script = (
        "import json; from kamengine.plugin_host import load_plugins\n"
        "host = load_plugins()\n"
        "print(json.dumps({each.name: each.status for each in host.statuses if each.origin.startswith('acme-')}))"
    )
    path = os.pathsep.join([str(site.folder), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {**{broken.name: "failed" for broken in BROKEN}, "noisy": "loaded"}
    assert b"Traceback" not in run.stderr
    assert b"Warning" not in run.stderr


def test_the_user_can_interrupt(site):
    site.plugin("slow", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        load_plugins()


def test_the_debug_log_has_the_traceback(site, caplog):
    site.plugin("raises", f"{IMPORTS}\n@hookimpl\ndef kam_fields():\n    return [nonsense]")
    with caplog.at_level(logging.DEBUG, "kamengine.plugin_host"):
        load_plugins()
    assert "in kam_fields: NameError" in caplog.text
    assert "acme_raises.py" in caplog.text


def test_a_hostile_object_does_not_fail_its_neighbours():
    class Hostile:
        def __eq__(self, other):
            raise RuntimeError("do not compare me")

    good = load_plugins(extra={"hostile": Hostile(), "good": _GoodPlugin(), "hostile too": Hostile()})
    given = {status.name: status.status for status in good.statuses if status.origin == "given"}
    assert given == {"hostile": "failed", "good": "loaded", "hostile too": "failed"}


class _GoodPlugin:
    from kamengine.hookspecs import hookimpl

    @hookimpl
    def kam_fields(self):
        return []


@pytest.mark.parametrize(
    ("entry_points", "error"),
    [
        ("[kamengine]\nthis is no entry point\n", "entry_points.txt cannot be read: "),
        ("[other]\nthis is no entry point\n", None),
        ("[other]\nx = acme_missing\n", None),
    ],
)
def test_malformed_entry_points_are_reported_when_they_may_be_ours(site, entry_points, error):
    site.distribution("acme-malformed", entry_points)
    site.plugin("good", GOOD)
    statuses = ours(load_plugins())
    assert statuses["good"].status == "loaded"
    reported = statuses.get("acme-malformed")
    assert (reported is None) == (error is None)
    assert reported is None or (reported.status == "failed" and str(reported.error).startswith(error))


def test_undecodable_entry_points_are_reported(site):
    site.distribution("acme-bytes", "")
    (site.folder / "acme_bytes-1.2.dist-info" / "entry_points.txt").write_bytes(b"[kamengine]\n\xff = x")
    status = ours(load_plugins())["acme-bytes"]
    assert str(status.error).startswith("entry_points.txt cannot be read: UnicodeDecodeError")


@pytest.mark.parametrize("metadata", ["", "Version: \n", "no header at all"])
def test_a_distribution_without_a_name_still_offers_its_plugin(site, metadata):
    site.module("acme_nameless", GOOD)
    site.distribution("acme-nameless", "nameless = acme_nameless", metadata)
    host = load_plugins()
    (status,) = [status for status in host.statuses if status.name == "nameless"]
    assert (status.origin, status.version, status.status) == ("?", "", "loaded")
