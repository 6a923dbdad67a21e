"""Tellen: what the figures say, in words, in tables and in drawings."""

# Pages hold blocks, blocks draw figures, and figures are made of models. Whoever comes in here has the models
# first, so that this round is always walked in the same direction.
import stories.models  # noqa: F401
