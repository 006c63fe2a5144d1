"""The commands about accounts and runs: classify, explain, accounts, runs, show, rerun."""
