"""Who changes the record, what that person may do, and who has which role where people sign in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.errors import NotAllowed, SettingsProblem
from tracker.vocabulary import ReviewState, Role

CURATED_RECORD = "curated record"
"""Who stands on what loading the curated record wrote."""

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


ACTOR_LENGTH = 100
"""Characters of a person's name that stand in the history."""

_LISTS = {f"{role}s": role for role in Role}
_ENTRY = re.compile(r"[^\s@*]*@[^\s@*]+")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class AllowList:
    """Addresses (name@example.org) and whole domains (@example.org) with the role of each."""

    roles: Mapping[str, Role]

    def role_of(self, address: str | None) -> Role:
        """Return the role of a verified address; an entry for the address itself goes before one for its domain.

        A domain means itself alone: neither its sub-domains nor domains that end in the same letters.
        """
        if address is None:
            return Role.VIEWER
        domain = f"@{address.rpartition('@')[2]}"
        return self.roles.get(address) or self.roles.get(domain) or Role.VIEWER


def parse_allow_list(section: object) -> AllowList:
    """Read the section ``[roles]`` of the secrets; without one everybody is a viewer.

    Raises:
        SettingsProblem: if it is not lists of addresses and domains; entries are named by their place, since visitors
            see the sentence as well.
    """
    if section is None:
        return AllowList({})
    if not isinstance(section, Mapping) or not section.keys() <= _LISTS.keys():
        raise SettingsProblem(f"The section [roles] of the secrets may hold these lists only: {', '.join(_LISTS)}.")
    roles: dict[str, Role] = {}
    for name, entries in section.items():
        for entry in _entries(name, entries):
            if entry in roles:
                raise SettingsProblem("The section [roles] of the secrets names an entry twice; keep one of the two.")
            roles[entry] = _LISTS[name]
    return AllowList(roles)


def _entries(name: str, entries: object) -> list[str]:
    if not isinstance(entries, list):
        raise SettingsProblem(f'In the secrets, {name} of [roles] should be a list, as in ["ann@example.org"].')
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, str) or not _ENTRY.fullmatch(entry):
            raise SettingsProblem(
                f"In the secrets, entry {number} of {name} in [roles] should be an address, name@example.org, "
                "or a domain with its sign, @example.org."
            )
    return [_in_one_case(entry) for entry in entries]


def verified_address(claims: Mapping[str, object]) -> str | None:
    """Return the address of a person in its one form; None where the provider does not vouch for it."""
    address, verified = claims.get("email"), claims.get("email_verified")
    # Some providers write their booleans as words.
    if not isinstance(address, str) or not (verified is True or verified == "true"):
        return None
    return _in_one_case(address) if _ADDRESS.fullmatch(address) else None


def _in_one_case(address: str) -> str:
    # Outside of ASCII, other letters become the same small one: the Kelvin sign a plain k.
    return address.lower() if address.isascii() else address


def role_of(claims: Mapping[str, object], allowed: AllowList) -> Role:
    """Return the role of a person by what the provider says; a person who is not known for sure is a viewer."""
    return allowed.role_of(verified_address(claims))


def name_of(claims: Mapping[str, object]) -> str:
    """Return the name that stands on a person's changes: the provider's, else the address up to its sign."""
    for words in (claims.get("name"), str(claims.get("email") or "").partition("@")[0]):
        name = " ".join("".join(each if each.isprintable() else " " for each in str(words or "")).split())
        if name:
            return name[:ACTOR_LENGTH]
    return "somebody without a name"
