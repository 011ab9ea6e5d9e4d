"""The names under which the program itself keeps something in a visitor's session; ``held`` keeps what boxes hold."""

DATABASE = "database file shown"
"""Which database, and which of its files, the visitor was shown."""

PAGES = "pages by address"
OPENED = "page opened by a click"
HELD = "held"
SCREEN = "screen"
NEWS = "news of the last press"

PAGE = "address of page"
WRITTEN = "address written"
CARRIED = "address carried"
REPLACED = "address replaced"
NOTES = "address notes"


NEAR = "near names"
"""What was typed into boxes and may mean several things, by box."""

ADDED = "events added"
SAVED = "saved event"
"""The slug of the Event that was saved last, until the next try."""

TAKEN_OUT = "taken out on saving"
"""What was taken out of that Event, in sentences."""

UNSAVED = "unsaved"
ANSWERED = "unsaved answered"
PUT_BACK = "unsaved put back"
GONE = "unsaved gone"
BACK = "unsaved back"
UNSAVED_LEFT = "unsaved left"

IMPORT_ROUND = "import round"
IMPORT_ASKED = "import asked"

HISTORY_BEFORE = "history before"
NEWS_BEFORE = "news before"

CHOSEN_TIMES = "times chosen"
"""How often an Event was chosen on a page, so that the browser brings each card into sight once."""

LAST_VISIT = "last visit"
"""What the browser keeps of the visit before: the number of the latest change then, and the day."""

ONLY_NEWS = "only news shown"

TICKED = "ticked events"
"""Which Events are ticked to be changed together."""

INBOX_STEPS = "inbox steps"
"""What the visitor has decided about items, the latest last, each to be taken back."""
