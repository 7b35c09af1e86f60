"""Activities: the pieces of their pages, and of what waits for somebody on their home page."""
