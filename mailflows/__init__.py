"""What to do with a letter: it knows the city and knows no machine."""
