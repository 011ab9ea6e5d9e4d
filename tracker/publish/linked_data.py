"""What search engines read: the record as a Dataset and each Event as such, in the words of schema.org."""

from collections.abc import Sequence
from typing import Any

from tracker.citation import TRACKER_NAME
from tracker.publish.facets import SiteRecord
from tracker.read_models import EventRow
from tracker.vocabulary import TermType

_CONTEXT = "https://schema.org"
LICENCE_PAGE = "https://spdx.org/licenses/MIT.html"
"""Where the licence of code and record can be read."""

_FORMS = {"csv": "text/csv", "json": "application/json", "zip": "application/zip"}


def dataset_data(site: SiteRecord, title: str, url: str, downloads: Sequence[str]) -> dict[str, Any]:
    """Return the record as a Dataset.

    Args:
        site: the record.
        title: of the site.
        url: of its front page; empty where it has no known address.
        downloads: the addresses of its files.
    """
    kept = "; ".join(site.kept)
    first, last = (site.events[0], site.events[-1]) if site.events else (None, None)
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "name": f"{title}: {kept}" if kept else title,
            "description": f"{TRACKER_NAME}: a sourced timeline of China's regulation of technology, with an index of "
            "how far it tightens or eases." + (f" Filter: {kept}." if kept else ""),
            "url": url,
            "license": LICENCE_PAGE,
            "isAccessibleForFree": True,
            "inLanguage": ["en", "zh"],
            "spatialCoverage": "China",
            "temporalCoverage": f"{first.first_on}/{last.last_on}" if first and last else "",
            "dateModified": site.state.changed_on.isoformat() if site.state.changed_on else "",
            "creator": {"@type": "Organization", "name": TRACKER_NAME},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": _FORMS[place.rpartition(".")[2]], "contentUrl": place}
                for place in downloads
                if url
            ],
        }
    )


def event_data(site: SiteRecord, event: EventRow, url: str) -> dict[str, Any]:
    """Return an Event; a date is told as finely as it is known, which ISO 8601 can for days, months and years only.

    Args:
        site: the record.
        event: the Event.
        url: of its page; empty where the site has no known address.
    """
    names = site.names
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "Event",
            "name": event.title,
            "alternateName": [each for each in (event.title_zh, *event.also_called) if each],
            "description": event.summary,
            "startDate": _known(event.date),
            "endDate": _known(event.end or ""),
            "location": {"@type": "Country", "name": "China"},
            "organizer": [
                {"@type": "GovernmentOrganization", "name": names[TermType.AGENCY].get(key, key)}
                for key in event.agencies
            ],
            "about": [
                {"@type": "Organization", "name": names[TermType.COMPANY].get(key, key)} for key in event.companies
            ],
            "keywords": [names[TermType.SECTOR].get(key, key) for key in event.sectors],
            "url": url,
            "subjectOf": [
                _filled(
                    {
                        "@type": "WebPage",
                        "url": source.url,
                        "publisher": source.publisher and {"@type": "Organization", "name": source.publisher},
                        "datePublished": _known(source.published_on or ""),
                        "inLanguage": source.language,
                    }
                )
                for source in event.sources
            ],
        }
    )


def _known(edtf: str) -> str:
    """Return a date where it is a plain day, month or year; EDTF says more than ISO 8601 does."""
    return edtf if edtf.replace("-", "").isdigit() and len(edtf) in {4, 7, 10} and edtf[5:7] < "13" else ""


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
