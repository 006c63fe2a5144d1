"""The commands of the daily work: plans, tasks, people, visits, contacts, goals, reviews."""
