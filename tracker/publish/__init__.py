"""The record as web pages without a program: a site of static files for any number of readers."""

from tracker.publish.one_file import write_html
from tracker.publish.site import publish_site
from tracker.publish.writing import Published

__all__ = ["Published", "publish_site", "write_html"]
