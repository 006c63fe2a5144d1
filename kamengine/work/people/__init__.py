"""Who is who in a team, and who holds which role for an account."""
