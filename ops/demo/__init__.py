"""A played day on embedded mail servers: the main job from the first letter to the digest."""

from ops.demo.play import may_be_used, play

__all__ = ["may_be_used", "play"]
