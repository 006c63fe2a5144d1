"""Plugins that are broken in every way we know, and what the user is told about each."""

from __future__ import annotations

from dataclasses import dataclass

IMPORTS = """
import sys
from kamengine.declarations import Choice, Field, Label, Ledger, Playbook, Preset
from kamengine.hookspecs import hookimpl
"""


@dataclass(frozen=True)
class Broken:
    name: str
    source: str
    error: str
    """The beginning of the message, as far as it is ours."""
    hooks: tuple[str, ...] = ()
    target: str | None = None


def returns(name: str, hook: str, value: str, error: str) -> Broken:
    """A plugin with one hook that returns this."""
    return Broken(name, f"{IMPORTS}\n@hookimpl\ndef {hook}():\n    return {value}\n", error, (hook,))


ON_IMPORT = [
    Broken("raises", "raise RuntimeError('no licence')", "on import of acme_raises: RuntimeError: no licence"),
    Broken("syntax", "def broken(:", "on import of acme_syntax: SyntaxError: "),
    Broken(
        "no_library", "import missing_library", "on import of acme_no_library: ModuleNotFoundError: No module named"
    ),
    Broken("exits", "import sys\nsys.exit(3)", "on import of acme_exits: SystemExit: 3"),
    Broken("closes", "raise GeneratorExit", "on import of acme_closes: GeneratorExit"),
    Broken("recurses", "def f(): f()\nf()", "on import of acme_recurses: RecursionError: maximum recursion depth"),
    Broken(
        "unprintable",
        "class Odd(Exception):\n    def __str__(self): raise SystemExit\nraise Odd",
        "on import of acme_unprintable: Odd",
    ),
    Broken(
        "escapes",
        r"raise ValueError('a\nb\x1b[31m\udc80')",
        r"on import of acme_escapes: ValueError: a b\x1b[31m\udc80",
    ),
    Broken("talkative", "raise ValueError('x' * 10_000)", "on import of acme_talkative: ValueError: xxx"),
    Broken(
        "no_attribute",
        "",
        "on import of acme_no_attribute:plugin: AttributeError: module 'acme_no_attribute' has no attribute 'plugin'",
        target="acme_no_attribute:plugin",
    ),
    Broken("no_module", "", "on import of acme_elsewhere: ModuleNotFoundError", target="acme_elsewhere"),
    Broken("no_target", "", "on import of not valid!: ", target="not valid!"),
    Broken("not_utf8", "# coding: nonsense", "on import of acme_not_utf8: SyntaxError: "),
]

WRONG_HOOKS = [
    Broken(
        "misspelt",
        f"{IMPORTS}\n@hookimpl\ndef kam_feilds(): return []",
        "there is no hook kam_feilds; did you mean kam_fields?",
    ),
    Broken(
        "unknown",
        f"{IMPORTS}\n@hookimpl\ndef pytest_configure(): return []",
        "there is no hook pytest_configure; the hooks are kam_fields, kam_functions, kam_ledgers, kam_mappings",
    ),
    Broken(
        "arguments",
        f"{IMPORTS}\n@hookimpl\ndef kam_fields(config, *, language): return []",
        "kam_fields takes config, language, which the hook does not give; it is called as kam_fields()",
        ("kam_fields",),
    ),
    Broken(
        "class",
        f"{IMPORTS}\nclass Plugin:\n    @hookimpl\n    def kam_fields(self): return []",
        "kam_fields takes self, which the hook does not give; it is called as kam_fields()",
        ("kam_fields",),
        "acme_class:Plugin",
    ),
    Broken(
        "wrapper",
        f"{IMPORTS}\n@hookimpl(wrapper=True)\ndef kam_fields(): return (yield)",
        "kam_fields is a wrapper; plugins are asked one by one",
        ("kam_fields",),
    ),
    Broken(
        "unmarked",
        "def kam_fields(): return []",
        "kam_fields is not marked with @kamengine.hookimpl",
    ),
    Broken(
        "marked_for_another",
        "import pluggy\n@pluggy.HookimplMarker('pytest')\ndef kam_fields(): return []",
        "kam_fields is not marked with @kamengine.hookimpl",
    ),
    Broken("empty", "", "it implements no hook; the hooks are kam_fields, "),
    Broken(
        "nothing", "plugin = None", "it implements no hook; the hooks are kam_fields, ", target="acme_nothing:plugin"
    ),
    Broken(
        "undir",
        "class Odd:\n    def __dir__(self): raise RuntimeError('no')\nplugin = Odd()",
        "while its hooks were looked up: RuntimeError: no",
        target="acme_undir:plugin",
    ),
]

RAISING_HOOKS = [
    returns("divides", "kam_fields", "1 / 0", "in kam_fields: ZeroDivisionError: division by zero"),
    returns("exits_later", "kam_packs", "sys.exit('bye')", "in kam_packs: SystemExit: bye"),
    returns("stops", "kam_fields", "next(iter([]))", "in kam_fields: StopIteration"),
    Broken(
        "half_way",
        f"{IMPORTS}\n@hookimpl\ndef kam_fields():\n    yield Field('a', 'text')\n    raise OSError('gone')",
        "in kam_fields: OSError: gone",
        ("kam_fields",),
    ),
    Broken(
        "second_hook",
        f"{IMPORTS}\n@hookimpl\ndef kam_fields(): return [Field('a', 'text')]\n"
        "@hookimpl\ndef kam_ledgers(): return [Ledger()]",
        "in kam_ledgers: TypeError: ",
        ("kam_fields", "kam_ledgers"),
    ),
    Broken(
        "asynchronous",
        f"{IMPORTS}\n@hookimpl\nasync def kam_fields(): return []",
        "kam_fields returned coroutine; it must return a list of Field",
        ("kam_fields",),
    ),
]

WRONG_RETURNS = [
    returns("none", "kam_fields", "None", "kam_fields returned None; it must return a list of Field"),
    returns("number", "kam_functions", "42", "kam_functions returned 42; it must return a list of Function"),
    returns("text", "kam_packs", "'telecom.toml'", "kam_packs returned 'telecom.toml'; it must return a list of T"),
    returns("dict", "kam_fields", "{'a': Field('a', 'text')}", "kam_fields returned dict; it must return a list of F"),
    returns("set", "kam_ledgers", "{Ledger('a', ())}", "kam_ledgers returned set; it must return a list of Ledger"),
    returns("single", "kam_fields", "Field('a', 'text')", "kam_fields returned Field; it must return a list of Field"),
    returns("endless", "kam_fields", "iter(int, 1)", "kam_fields gives more than 100000 elements"),
    returns("letters", "kam_fields", "['a']", "kam_fields: element 1 is 'a'; it must be Field"),
    returns(
        "mixed",
        "kam_fields",
        "[Field('a', 'text'), Ledger('b', ())]",
        "kam_fields: element 2 is Ledger; it must be Field",
    ),
    returns(
        "fields_as_functions", "kam_functions", "[Field('a', 'text')]", "kam_functions: element 1 is Field; it must"
    ),
    returns("paths_as_text", "kam_packs", "[__file__]", "kam_packs: element 1 is '"),
    returns("types", "kam_playbooks", "[Playbook]", "kam_playbooks: element 1 is type; it must be Playbook"),
]

WRONG_CONTENTS = [
    returns("no_name", "kam_fields", "[Field('', 'text')]", "kam_fields: '' is not a name that conditions can use"),
    returns("blank", "kam_fields", "[Field('a b', 'text')]", "kam_fields: 'a b' is not a name that conditions can use"),
    returns("name_type", "kam_fields", "[Field(5, 'text')]", "kam_fields: Field 1.name is 5; it must be str"),
    returns(
        "kind", "kam_fields", "[Field('a', 'string')]", "kam_fields: Field a.kind is 'string'; it must be 'bool' | "
    ),
    returns("label", "kam_fields", "[Field('a', 'text', 'A')]", "kam_fields: Field a.label is 'A'; it must be Label"),
    returns(
        "unit", "kam_fields", "[Field('a', 'money', unit=1)]", "kam_fields: Field a.unit is 1; it must be str | None"
    ),
    returns(
        "alias",
        "kam_fields",
        "[Field('a', 'text', aliases=('Header'))]",
        "kam_fields: Field a.aliases is 'Header'; it must be tuple[str, ...]",
    ),
    returns(
        "choices",
        "kam_fields",
        "[Field('a', 'choice', choices=(Choice('x'), 'y'))]",
        "kam_fields: Field a.choices[1] is 'y'; it must be Choice",
    ),
    returns(
        "choice_label",
        "kam_fields",
        "[Field('a', 'choice', choices=(Choice('x', Label(zh=3)),))]",
        "kam_fields: Field a.choices[0].label.zh is 3; it must be str",
    ),
    returns(
        "same_choice", "kam_fields", "[Field('a', 'choice', choices=(Choice('x'),) * 2)]", "kam_fields: a has x twice"
    ),
    returns(
        "ends_of_a_text",
        "kam_fields",
        "[Field('a', 'text', most=1)]",
        "kam_fields: a.most: only numbers have a least and a most value",
    ),
    returns(
        "no_value_between",
        "kam_fields",
        "[Field('a', 'ratio', least=1, most=0)]",
        "kam_fields: a.least: 1 is above the most, 0",
    ),
    returns(
        "inexact_end",
        "kam_fields",
        "[Field('a', 'ratio', most=0.5)]",
        "kam_fields: Field a.most is 0.5; it must be Decimal",
    ),
    returns("same_field", "kam_fields", "[Field('a', 'text'), Field('a', 'date')]", "kam_fields gives a twice"),
    returns("same_but_case", "kam_fields", "[Field('a', 'text'), Field('A', 'date')]", "kam_fields gives a twice"),
    returns("same_ledger", "kam_ledgers", "[Ledger('a', (), date=None)] * 2", "kam_ledgers gives a twice"),
    returns(
        "same_column",
        "kam_ledgers",
        "[Ledger('a', (Field('date', 'date'),) * 2)]",
        "kam_ledgers: a has date twice",
    ),
    returns(
        "column",
        "kam_ledgers",
        "[Ledger('a', (Field('date', 'date'), 'amount'))]",
        "kam_ledgers: Ledger a.fields[1] is 'amount'; it must be Field",
    ),
    returns(
        "no_signature",
        "kam_mappings",
        "[Preset('erp', Label('ERP'), {'Cust No': 'account_id'})]",
        "kam_mappings: erp has no signature, so no file would be recognised",
    ),
    returns(
        "mapped_to_nothing",
        "kam_mappings",
        "[Preset('erp', Label('ERP'), {'Cust No': None}, signatures=(('Cust No',),))]",
        "kam_mappings: erp maps 'Cust No': None; both must be texts",
    ),
    returns(
        "mapped_to_no_name",
        "kam_mappings",
        "[Preset('erp', Label('ERP'), {'Cust No': 'cust no'}, signatures=(('Cust No',),))]",
        "kam_mappings: 'cust no' is not a name that conditions can use",
    ),
    returns(
        "empty_signature",
        "kam_mappings",
        "[Preset('erp', Label('ERP'), {'Cust No': 'account_id'}, signatures=(('Cust No',), ()))]",
        "kam_mappings: erp has an empty signature, so every file would be recognised",
    ),
    returns("a_text", "kam_mappings", "[Preset('erp', 'ERP', {})]", "kam_mappings: Preset erp.label is 'ERP'"),
    returns("column_name", "kam_ledgers", "[Ledger('a', (Field('1', 'text'),))]", "kam_ledgers: '1' is not a name"),
    returns(
        "no_date",
        "kam_ledgers",
        "[Ledger('bills', (Field('date', 'text'),))]",
        "kam_ledgers: the ledger bills has no field date of kind date",
    ),
    returns(
        "no_pack",
        "kam_packs",
        "[__import__('pathlib').Path('missing.toml')]",
        "kam_packs: missing.toml is not a .toml file",
    ),
    returns(
        "no_toml", "kam_packs", "[__import__('pathlib').Path(__file__)]", "kam_packs: acme_no_toml.py is not a .toml"
    ),
    returns(
        "steps",
        "kam_playbooks",
        "[Playbook('p', 't', Label('g'), ['call'])]",
        "kam_playbooks: Playbook 1.steps is list; it must be tuple[Label | Step, ...]",
    ),
    returns(
        "function_parts",
        "kam_functions",
        "[__import__('kamengine.language.functions').language.functions.Function"
        "('f', ('x',), 'number', None, None, Label(), Label())]",
        "kam_functions: Function f.parameters[0] is 'x'; it must be Parameter",
    ),
    returns(
        "function_case",
        "kam_functions",
        "[__import__('kamengine.language.functions').language.functions.Function"
        "('F', (), 'number', int, int, Label(), Label())]",
        "kam_functions: the function F must be named in lower case",
    ),
]

BROKEN = [*ON_IMPORT, *WRONG_HOOKS, *RAISING_HOOKS, *WRONG_RETURNS, *WRONG_CONTENTS]
