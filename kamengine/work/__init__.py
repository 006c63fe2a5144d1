"""The work that follows from tiers: plans, tasks, people, visits, contacts, goals and decisions about tiers."""
