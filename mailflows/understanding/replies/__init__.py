"""What an answer wants: of executors, leaders, operators and applicants."""
