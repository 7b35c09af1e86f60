"""The pieces of the action plan's pages."""
