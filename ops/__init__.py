"""What people run and read: the command line, the demonstration, explanations and checks."""
