"""What several screens share: the guard, widgets, charts, tables and session keys."""
