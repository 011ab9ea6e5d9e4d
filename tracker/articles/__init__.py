"""From an article's text to checked drafts: what it dates and names, what the record knows of it, and what is new."""
