"""Running cycles and campaigns: the pieces of their page."""
