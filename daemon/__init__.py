"""When and with whom: the only room with network, clock and signals."""
