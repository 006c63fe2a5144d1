"""What playbooks call for: reasons that begin and end, the tasks that follow from them, and whose these are."""
