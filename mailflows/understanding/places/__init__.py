"""Where: streets, houses and settlements as people write them, and whose they are."""
