"""What packs and conditions mean, in plain Python, account by account: slow, and the judge of everything that is fast.

Proofs show no witness that this has not confirmed, and the tests hold the engine to it.
"""

from kamengine.reference.account import Account
from kamengine.reference.portfolio import Portfolio, Result, TwoTiers, evaluate

__all__ = ["Account", "Portfolio", "Result", "TwoTiers", "evaluate"]
