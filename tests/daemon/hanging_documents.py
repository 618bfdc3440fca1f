"""Stands for libraries of a child that never comes so far as to take a file."""

import time

time.sleep(3600)
