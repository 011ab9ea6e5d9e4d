"""The dashboard's pages: a module or folder each, called after its address."""
