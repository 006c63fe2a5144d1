"""docs/plugins.md names every hook, and what it shows works."""

from __future__ import annotations

import re
import tomllib

import pytest

from kamengine import hookspecs
from kamengine.plugin_host import load_plugins
from tests.conftest import REPOSITORY

HOOKS = {name for name in vars(hookspecs) if name.startswith("kam_")}
PAGE = (REPOSITORY / "docs" / "plugins.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def load_banking(site):
    """Installs the page's `pyproject.toml` with a module of this source; gives its status and contribution."""

    def load(source):
        project = tomllib.loads(blocks("toml")[0])["project"]
        package = site.folder / "kam_banking"
        package.mkdir()
        (package / "__init__.py").write_text(source, encoding="utf-8")
        (package / "banking.toml").write_text("", encoding="utf-8")
        site.modules.add("kam_banking")
        (entry_point,) = project["entry-points"]["kamengine"].items()
        site.distribution(project["name"], " = ".join(entry_point))
        host = load_plugins()
        return next(each for each in host.statuses if each.name == "banking"), host.contributions.get("banking")

    return load


def test_every_hook_has_a_heading():
    assert set(re.findall(r"^### `(kam_\w+)`", PAGE, re.MULTILINE)) == HOOKS


def test_the_ten_lines_are_ten_and_make_a_plugin(load_banking):
    module, project = blocks("python")[0], blocks("toml")[0]
    status, contribution = load_banking(module)
    assert (status.status, status.error, status.origin) == ("loaded", None, "kam-banking")
    assert set(contribution.fields) == {"deposits"}
    declared = project.partition("[build-system]")[0]
    assert sum(bool(line.strip()) for line in (module + declared).splitlines()) <= 10


def test_the_examples_of_all_hooks_make_one_plugin(load_banking):
    status, contribution = load_banking("\n".join(blocks("python")))
    assert (status.status, status.error) == ("loaded", None)
    assert HOOKS - set(status.hooks) <= {"kam_functions"}
    assert contribution.fields["segment"].choices[1].aliases == ("个人",)
    assert contribution.packs[0].name == "banking.toml"
    assert (contribution.presets[0].name, contribution.presets[0].headers["Dep Bal"]) == ("corebank", "deposits")
    assert [playbook.tier for playbook in contribution.playbooks] == ["key"]
