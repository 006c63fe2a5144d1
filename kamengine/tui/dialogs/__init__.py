"""Small screens that ask something: a form, a choice, a confirmation. Each gives back what was answered, or None."""
