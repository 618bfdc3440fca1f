"""Benchmarks: commands of their own, on real mail servers, each with a table at its end."""
