"""One pack in many layouts that TOML allows: in braces, with dots, in lists of tables, with odd quotes and blanks."""

from __future__ import annotations

ODD_LAYOUT = """\
# A pack that many hands have written.
pack.id = 'odd'   # quotes of the other kind
pack.version = "1"
tiers = [
  { id = "key", label = "Key", when = "spend >= line and score >= 50" },  # the best
  # everyone else:
  { id = "others" }
]

[fields]
spend = { type = "money", unit = "CNY", aliases = ["Spend", "消费"] }  # in braces
"城市".type = "choice"   # with dots
"城市".choices = [ "east", "west" ]

\t[params.line]   # indented, with a tab
\t# the line that was agreed
\tvalue   = 10_000   # agreed in March
\t# by whom?
\tsource  = 'the board'  # minutes of 3 March
\tunit = "CNY"

[params]
in_braces = { value = 1, source = "a", label = { en = "In braces" } }
dotted.value = 2.50
dotted.source = "b"

[params.listed]
values = [ # oldest first
  { value =  5, source = "first" }, # undated
  {value=6,from=2024-01-01, source="second"}, # close
  # and the newest:
  { source = "third", value = 7, from = 2026-01-01 } # no comma here
]

[params.newest_first]
values = [
  { value = 2, from = 2026-01-01, source = "b" },
  { value = 1, from = 2025-01-01, source = "a" },
]

[params.on_a_line]
values = [ { value = 1, source = "a" }, { value = 2, from = 2025-01-01, source = "b" } ]

# a list of tables
[[params.tables.values]]
value = 1     # one
source = "a"

# the second
[[params.tables.values]]
  source = "b"
  value = 2
  from = 2025-01-01  # a new year

# in the middle of nowhere
[criteria]
big.when = '''spend >= line'''

[params.home]
value = "east"
source = "us"

[params.opened]
value = 2020-02-29
source = "us"
from = 2019-01-01

[score]
parts = [
  { indicator = "spend", weight = 100, bands = [ { from = 0, points = 0 }, { from = "line", points = 100 } ] },
]

# the end"""
"""Its last line has no line end."""
