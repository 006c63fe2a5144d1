"""The commands about plans and tasks: kam plan, kam task and kam tasks."""
