"""The entry point: runs a command and turns what goes wrong into one line each and an exit status.

Status 0: fine. 1: findings. 2: bad usage or input. 70: a bug of ours. 130: interrupted. 143: killed.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from collections.abc import Sequence

import click

from kamengine import __version__
from kamengine.cli.lines.help import LazyGroup, option, with_common_options
from kamengine.cli.lines.interrupt import Interrupt
from kamengine.cli.lines.language import wanted_language
from kamengine.cli.pages.output import discard_output, echo_error, echo_problem, finish_output, prepare_output
from kamengine.locale import Messages
from kamengine.problems import KamError, Message, Place, Problem, say, system_reason

USAGE, BUG = 2, 70

COMMANDS: dict[str, tuple[str, Message]] = {
    "demo": (
        "kamengine.cli.workspace.demo:demo",
        say("Make demo data, classify it, explain an account, open the app."),
    ),
    "init": (
        "kamengine.cli.workspace.init:init",
        say("Make a workspace: a folder for rule packs, imports, runs and work."),
    ),
    "imports": (
        "kamengine.cli.imports.imports:imports",
        say("List what was imported, by whom, and what still counts."),
    ),
    "journal": ("kamengine.cli.work.journal.journal:journal", say("Tell who changed what and when.")),
    "undo": (
        "kamengine.cli.work.journal.undo:undo",
        say("Take back your newest change, or the newest import, facts or mapping."),
    ),
    "redo": ("kamengine.cli.work.journal.redo:redo", say("Do again what you took back last.")),
    "import": (
        "kamengine.cli.imports.import_:import_",
        say("Bring files of accounts or ledger rows into the workspace."),
    ),
    "classify": ("kamengine.cli.accounts.classify:classify", say("Classify the accounts in a file by a rule pack.")),
    "accounts": (
        "kamengine.cli.accounts.accounts:accounts",
        say("List the accounts of the workspace with their tiers."),
    ),
    "diff": (
        "kamengine.cli.whatif.diff:diff",
        say("Say who moved between two packs or two files of accounts, and why."),
    ),
    "whatif": ("kamengine.cli.whatif.whatif:whatif", say("Move lines and weights, and see which accounts move.")),
    "curve": (
        "kamengine.cli.whatif.curve:curve",
        say("Show how an indicator is spread, with the lines of a rule pack."),
    ),
    "explain": ("kamengine.cli.accounts.explain:explain", say("Say why an account has its tier, and what is unknown.")),
    "fact": ("kamengine.cli.facts.fact:fact", say("State facts of an account by hand, over every import.")),
    "quality": ("kamengine.cli.facts.quality:quality", say("Report on the data: what is missing, doubtful or old.")),
    "open": ("kamengine.cli.workspace.app:open_app", say("Open accounts in the terminal app.")),
    "serve": ("kamengine.cli.workspace.serve:serve", say("Show the app in a browser on this computer.")),
    "today": ("kamengine.cli.workspace.today:today", say("List what needs somebody today, and why.")),
    "plan": ("kamengine.cli.work.tasks.plan:plan", say("Bring the plan of every account up to date.")),
    "task": ("kamengine.cli.work.tasks.task:task", say("Add, start, finish, assign and discuss tasks.")),
    "tasks": ("kamengine.cli.work.tasks.tasks:tasks", say("List what is to be done, by whom, by when and why.")),
    "review": ("kamengine.cli.work.review.review:review", say("Review who was promoted and demoted, why, and decide.")),
    "override": ("kamengine.cli.work.review.override:override", say("Give accounts another tier than the rules do.")),
    "runs": ("kamengine.cli.accounts.runs:runs", say("List the runs of the workspace.")),
    "show": ("kamengine.cli.accounts.show:show", say("Show what a run came to and what it was computed from.")),
    "rerun": ("kamengine.cli.accounts.rerun:rerun", say("Compute a run again, and say whether the same comes out.")),
    "rules": ("kamengine.cli.rules.rules:rules", say("Say in words what the rule packs of the workspace say.")),
    "check": (
        "kamengine.cli.rules.check:check",
        say("Check rule packs: every problem, and what is proved to be wrong."),
    ),
    "test": ("kamengine.cli.rules.pack_tests:test", say("Run the tests inside rule packs.")),
    "set": ("kamengine.cli.rules.set:set_parameters", say("Write a new value of a parameter into a rule pack.")),
    "convert": ("kamengine.cli.rules.convert:convert", say("Turn a rule pack into an Excel workbook, or back.")),
    "packs": ("kamengine.cli.rules.packs:packs", say("List the rule packs that can be called by id.")),
    "fields": ("kamengine.cli.facts.fields:fields", say("List the fields and ledgers that files may bring.")),
    "doctor": (
        "kamengine.cli.workspace.doctor:doctor",
        say("Look the workspace over, and repair what can be repaired."),
    ),
    "team": ("kamengine.cli.work.team.team:team", say("Who is who, who owns what, and who has how much to do.")),
    "visit": ("kamengine.cli.work.visits.visit:visit", say("Plan, prepare and record visits; see who is due for one.")),
    "dossier": ("kamengine.cli.work.dossier.dossier:dossier", say("Show everything about an account on one page.")),
    "timeline": ("kamengine.cli.work.dossier.timeline:timeline", say("Tell what happened to an account, day by day.")),
    "contact": (
        "kamengine.cli.work.contacts.contact:contact",
        say("The people at a customer, and who looks after them."),
    ),
    "need": ("kamengine.cli.work.accounts.need:need", say("What customers need or suffer from, and what came of it.")),
    "swot": ("kamengine.cli.work.accounts.swot:swot", say("What speaks for us and against us at an account.")),
    "tag": ("kamengine.cli.work.accounts.tag:tag", say("Give tags to accounts, words of your own, or take them away.")),
    "tags": ("kamengine.cli.work.accounts.tag:tags", say("List the tags that accounts have.")),
    "view": ("kamengine.cli.work.accounts.view:view", say("Keep lists of accounts under a name.")),
    "note": ("kamengine.cli.work.accounts.note:note", say("Notes on accounts, with attachments by reference.")),
    "stage": ("kamengine.cli.work.accounts.stage:stage", say("How far relationships have come, by evidence.")),
    "goal": ("kamengine.cli.work.goals.goal:goal", say("What is to be reached by when, and how far it has come.")),
    "functions": ("kamengine.cli.rules.plugins:functions", say("List the functions that conditions may call.")),
    "plugins": ("kamengine.cli.rules.plugins:plugins", say("List every plugin, with what is wrong with it.")),
}


def _show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"kam {__version__}")
        context.exit()


@click.group(
    "kam",
    cls=LazyGroup,
    lazy=COMMANDS,
    about=say("Key account management: which customers matter, why, and what to do."),
    invoke_without_command=True,
)
@with_common_options
@option(
    "--version",
    is_flag=True,
    help=say("Show the version."),
    callback=_show_version,
    is_eager=True,
    expose_value=False,
)
@click.pass_context
def kam(context: click.Context) -> int:
    """The command group; without a command it opens the workspace in the app on a terminal, else it prints help."""
    if context.invoked_subcommand is not None:
        return 0
    from kamengine.cli.inputs.asked import Asked
    from kamengine.cli.inputs.workspaces import workspace_or_none
    from kamengine.cli.workspace.app import on_terminal, open_workspace
    from kamengine.workspace import who_is_it

    if on_terminal() and workspace_or_none(context) is not None:
        return open_workspace(context, Asked(), who_is_it(None, os.environ), dt.date.today())
    click.echo(context.get_help())
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kam`` and return its exit status; never lets an exception out."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    messages = Messages.of(wanted_language(line, os.environ))
    prepare_output()
    if "--debug" in line:
        _show_debug_log()
    with Interrupt.watched() as interrupt:
        try:
            return _run(line, messages)
        except BrokenPipeError:  # whoever reads has seen enough
            discard_output()
            return 0
        except (Exception, KeyboardInterrupt) as error:
            if isinstance(error, KeyboardInterrupt | click.Abort) or interrupt.signal:
                at_the_edge = "\r" if sys.stderr is not None and sys.stderr.isatty() else ""  # over the ^C of terminals
                echo_error(at_the_edge + messages.say("interrupted"))
                return interrupt.status
            if "--debug" in line:
                traceback.print_exc()
            return _failed(error, line, messages)


def _show_debug_log() -> None:
    """Write what kamengine logs to stderr, such as the tracebacks of failed plugins."""
    import logging

    logging.basicConfig(stream=sys.stderr, format="%(name)s: %(message)s")
    logging.getLogger("kamengine").setLevel(logging.DEBUG)


def _run(line: list[str], messages: Messages) -> int:
    try:
        with kam.make_context("kam", line, obj=messages) as context:
            result = kam.invoke(context)
            finish_output()
            return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        finish_output()
        return leave.exit_code


def _failed(error: Exception, line: Sequence[str], messages: Messages) -> int:
    """Say in a line each what was wrong; the exit status."""
    if isinstance(error, KamError):
        for problem in error.problems:
            echo_problem(problem, messages)
        return USAGE
    if isinstance(error, click.ClickException):
        from kamengine.cli.lines.usage import problem_of

        echo_problem(problem_of(error, line), messages)
        return USAGE
    if isinstance(error, OSError):  # a full disk, a lost network drive
        echo_problem(_of_the_system(error), messages)
        discard_output()
        return USAGE
    from kamengine.engine.refusals import refusal

    refused = refusal(error)
    if refused is not None:
        echo_problem(Problem(Place(), refused), messages)
        return USAGE
    reason = str(error).split("\n")[0][:200]
    what = say("a bug of kamengine: {kind}: {reason}", kind=type(error).__name__, reason=reason)
    echo_problem(Problem(Place(), what, say("run it again with --debug and report what it prints")), messages)
    return BUG


def _of_the_system(error: OSError) -> Problem:
    what = say("the system refuses: {reason}", reason=system_reason(error))
    return Problem(Place(str(error.filename) if error.filename else None), what)
