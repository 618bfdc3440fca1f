"""Acts: what is done to an appeal, one act a module; the flows choose among them."""
