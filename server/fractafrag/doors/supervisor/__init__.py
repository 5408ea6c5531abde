"""`fractafrag up`: every process of one instance, started in order, watched, restarted and stopped together."""
