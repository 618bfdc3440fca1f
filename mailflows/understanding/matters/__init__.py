"""What is asked: topic, kind, danger, marks, and what the law asks for and is missing."""
