"""The work of people with everything around it: plans, tasks, visits, whose accounts are whose."""
