"""Ways to classify that go through DuckDB; each prepares what is not measured and gives what is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamengine.api import classify_files, load_pack
from tests.benchmarks.material import AS_OF, Material

Measured = Callable[[], object]


def hand_into_table(material: Material) -> Measured:
    connection, query = material.snapshot().connection, material.by_hand()
    return lambda: connection.execute(f"CREATE OR REPLACE TABLE results AS {query}")


def engine_into_table(material: Material) -> Measured:
    snapshot = material.snapshot()
    query = material.by_engine(snapshot)
    return lambda: snapshot.connection.execute(f"CREATE OR REPLACE TABLE results AS {query}")


def hand_into_file(material: Material) -> Measured:
    connection, query = material.snapshot().connection, material.by_hand()
    return lambda: connection.execute(f"COPY ({query}) TO '{material.results}' (FORMAT parquet)")


def engine_into_file(material: Material) -> Measured:
    snapshot = material.snapshot()
    query = material.by_engine(snapshot)
    return lambda: snapshot.connection.execute(f"COPY ({query}) TO '{material.results}' (FORMAT parquet)")


def compile_only(material: Material) -> Measured:
    """From the checked pack to the text of its query."""
    snapshot = material.snapshot()
    return lambda: material.by_engine(snapshot)


def command(material: Material) -> Measured:
    """What ``kam classify PACK ACCOUNTS -o OUT`` does."""
    pack = material.folder / "benchmark.toml"
    pack.write_text(material.pack_text, encoding="utf-8")

    def classify() -> None:
        run = classify_files(load_pack(pack), material.accounts, as_of=AS_OF).run
        run.write(material.results)
        run.summary()
        run.snapshot.connection.close()

    return classify


WAYS: Mapping[str, Callable[[Material], Measured]] = {
    "hand into table": hand_into_table,
    "engine into table": engine_into_table,
    "hand into file": hand_into_file,
    "engine into file": engine_into_file,
    "compile": compile_only,
    "command": command,
}
