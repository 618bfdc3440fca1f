"""A played day on embedded mail servers: the main job from the first letter to the digest."""

from ops.demo.play import play

__all__ = ["play"]
