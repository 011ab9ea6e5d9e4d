"""An Event as it is described, written by people and validated: one table of its fields, and what is made from it."""
