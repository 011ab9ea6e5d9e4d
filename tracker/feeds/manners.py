"""What a polite visitor keeps to: what a site asks of robots, a pause between two requests, and when to stay away."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.errors import FeedProblem, HostNotReached
from tracker.feeds.visiting import ROBOT_NAME, Answer, Network, check_answer, visit

if TYPE_CHECKING:
    from protego import Protego

_ROBOTS_BYTES = 500_000
_ROBOTS_KEPT = 86_400.0
_LONGEST_PAUSE = 30.0
_LEFT_ALONE = 300.0
"""So many seconds a host is left alone that does not say for how long."""

_REFUSED = range(400, 500)
_TOO_MANY = 429


@dataclass(slots=True)
class Manners:
    """What is known of the hosts of one program's run. The same object serves every round of ``tracker watch``.

    Attributes:
        network: how the network is used.
        sleep: waits so many seconds.
        clock: tells seconds that only grow.
    """

    network: Network
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: "dict[str, tuple[float, Protego | None]]" = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _left_alone: dict[str, tuple[float, FeedProblem | None]] = field(default_factory=dict)

    def ask(self, url: str, *, most_bytes: int, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page, and leave its host alone from then on where that is what the answer says.

        Args:
            url: the address.
            most_bytes: the largest body, unpacked.
            headers: further headers of the request.

        Raises:
            FeedProblem: if the page may not be fetched, does not come, or its host is to be left alone for now.
        """
        try:
            answer = visit(self.network, url, most_bytes=most_bytes, headers=headers, before=self.before)
            check_answer(answer)
        except FeedProblem as problem:
            if problem.host and self._reason_to_stay_away(problem.host) is None:
                self._left_alone[problem.host] = (self.clock() + max(problem.wait, _LEFT_ALONE), problem)
            raise
        return answer

    def before(self, url: str) -> None:
        """Wait until a host may be asked again, and make sure that its rules for robots allow the page.

        Raises:
            FeedProblem: if they do not, or cannot be read now, or the host is to be left alone.
        """
        if reason := self._reason_to_stay_away(urlsplit(url).hostname or ""):
            raise reason
        rules = self._rules(url)
        if rules is not None and not rules.can_fetch(url, ROBOT_NAME):
            raise FeedProblem("The site asks robots not to fetch this page (robots.txt).")
        asked_pause = rules.crawl_delay(ROBOT_NAME) if rules is not None else None
        self._pause(_origin(url), min(_LONGEST_PAUSE, max(self.network.pause, asked_pause or 0.0)))

    def _reason_to_stay_away(self, host: str) -> FeedProblem | None:
        until, problem = self._left_alone.get(host, (0.0, None))
        return problem if until > self.clock() else None

    def _pause(self, origin: str, seconds: float) -> None:
        host = origin.rpartition("/")[2]
        left = self._asked.get(host, -_LONGEST_PAUSE) + seconds - self.clock()
        if left > 0:
            self.sleep(left)
        self._asked[host] = self.clock()

    def _rules(self, url: str) -> "Protego | None":
        """Return a site's rules for robots, None where it has none; read again after a day."""
        origin = _origin(url)
        if origin not in self._robots or self.clock() - self._robots[origin][0] > _ROBOTS_KEPT:
            self._robots[origin] = (self.clock(), self._fetched_rules(origin))
        return self._robots[origin][1]

    def _fetched_rules(self, origin: str) -> "Protego | None":
        from protego import Protego

        self._pause(origin, self.network.pause)
        try:
            answer = visit(self.network, f"{origin}/robots.txt", most_bytes=_ROBOTS_BYTES, is_cut=True)
            if answer.status in _REFUSED and answer.status != _TOO_MANY:
                return None
            check_answer(answer)
        except HostNotReached:
            raise
        except FeedProblem as problem:
            sentence = f"The site's rules for robots cannot be read now, so nothing is fetched. {problem.sentence}"
            # Without its rules all of the host is left alone.
            raise FeedProblem(sentence, wait=problem.wait, host=urlsplit(origin).hostname or "") from problem
        rules: Protego = Protego.parse(answer.body.decode("utf-8", "replace"))
        return rules


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
