"""What is asked and answered: pure, and knows nothing of safeguarding."""
