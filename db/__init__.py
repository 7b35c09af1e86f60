"""Where it is kept: one file a noun, and all the SQL."""
