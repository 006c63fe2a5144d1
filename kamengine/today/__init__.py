"""What needs somebody today: tasks, visits, moves to review, accounts at risk, undecided ones, and too much to do."""
