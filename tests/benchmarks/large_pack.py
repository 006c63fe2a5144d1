"""A rule pack of any size: criteria over fields, indicators and each other, tiers, bands, and a test for each tier."""

from __future__ import annotations

CITIES = ("prefecture", "county", "province")


def large_pack(criteria: int = 50, tiers: int = 10, bands: int = 20) -> str:
    """A sound pack of so many criteria, tiers and bands, as TOML."""
    facts = max(24, criteria // 2)
    text = ['[pack]\nid = "large"\nversion = "1"\ncurrency = "CNY"\n']
    text += [_field(index) for index in range(facts)]
    text.append(f'[fields.city]\ntype = "choice"\nchoices = {list(CITIES)}\n')
    text += [_parameter(index) for index in range(facts)]
    text += [_indicator(index) for index in range(facts // 2)]
    text += [_criterion(index, facts) for index in range(criteria)]
    text += _score(bands)
    text += [_tier(index, tiers, criteria) for index in range(tiers - 1)]
    text.append('[[tiers]]\nid = "others"\n')
    text += [_test(index, facts) for index in range(2 * tiers)]
    return "\n".join(text)


def _field(index: int) -> str:
    kind = ("money", "integer", "number", "ratio")[index % 4]
    return f'[fields.fact{index}]\ntype = "{kind}"\n'


def _parameter(index: int) -> str:
    return f'[params.line{index}]\nvalue = {(index + 1) * 100}\nsource = "made up"\n'


def _indicator(index: int) -> str:
    return f'[indicators.sum{index}]\nvalue = "fact{4 * (index // 2)} * 2 + fact{(index * 4 + 1) % 24}"\ndecimals = 2\n'


def _criterion(index: int, facts: int) -> str:
    fact = index % facts
    shapes = (
        f"fact{fact} >= line{fact}",
        f"fact{fact} < line{fact} or (fact{(fact + 1) % facts} > {index * 7} and city = '{CITIES[index % 3]}')",
        f"sum{index % (facts // 2)} between {index} and {index * 1000}",
        f"at_least(2, fact{fact} > {index}, city in ('prefecture', 'county'), fact{(fact + 3) % facts} <= {index}0)",
        f"coalesce(fact{fact}, 0) >= {index} and not (city = 'county')",
    )
    return f'[criteria.test{index}]\nwhen = "{shapes[index % len(shapes)]}"\n'


def _score(bands: int) -> list[str]:
    text, count = ["[score]\n"], bands // 4
    for part in range(4):
        rows = ", ".join(f"{{ from = {n * 100}, points = {n * 100 // (count - 1)} }}" for n in range(count))
        text.append(f'[[score.parts]]\nid = "part{part}"\nindicator = "fact{part}"\nweight = 25\nbands = [ {rows} ]\n')
    return text


def _tier(index: int, tiers: int, criteria: int) -> str:
    first, second = (index * 5) % criteria, (index * 5 + 2) % criteria
    score = 75 - index * 60 // tiers
    return f'[[tiers]]\nid = "tier{index}"\nwhen = "test{first} and test{second} and score >= {score}"\n'


def _test(index: int, facts: int) -> str:
    given = ", ".join(f"fact{fact} = {(fact + 1) * 100 + index % 3 - 1}" for fact in range(index % 2, facts, 2))
    return f'[[tests]]\nname = "test {index}"\ngiven = {{ {given} }}\nexpect = {{ in_scope = true }}\n'
