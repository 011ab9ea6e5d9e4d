"""Who changes the record and what that person may do; every write asks here first."""

from dataclasses import dataclass

from tracker.errors import NotAllowed
from tracker.vocabulary import ReviewState, Role

_RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.REVIEWER: 2}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or a program of a person's, with a role. The name stands on every change."""

    name: str
    role: Role = Role.REVIEWER

    def may(self, role: Role) -> bool:
        """Tell whether this actor has at least a role's rights."""
        return _RANK[self.role] >= _RANK[role]

    def check(self, role: Role) -> None:
        """Let a write go on.

        Raises:
            NotAllowed: if this actor has not at least the role's rights.
        """
        if not self.may(role):
            raise NotAllowed(f"{self.name} is here as {self.role}; this needs the role {role}. Nothing was changed.")

    @property
    def state_of_new(self) -> ReviewState:
        """Where an Event that this actor adds stands: a reviewer's counts at once, an editor's waits for review."""
        return ReviewState.ACCEPTED if self.may(Role.REVIEWER) else ReviewState.DRAFT
