"""Speed and size, measured as ratios in one run: `python -m bench` prints one table."""
