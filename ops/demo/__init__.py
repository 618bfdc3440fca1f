"""A played day on embedded mail servers: the main job from the first letter to the digest."""
