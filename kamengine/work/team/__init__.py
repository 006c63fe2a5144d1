"""Whose accounts are whose: owned, claimed by two, handed over; and how much work everybody has."""
