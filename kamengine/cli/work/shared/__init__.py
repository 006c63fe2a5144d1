"""What the commands of the daily work share: which things are meant, who of the team, and telling plugins."""
