"""Documents on the screen: read, edited, sent on their way, and listed."""
