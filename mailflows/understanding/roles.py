"""Who wrote a letter, judged by the registered addresses alone."""

from __future__ import annotations

from dataclasses import dataclass

from mailflows.letter import Letter
from mailflows.policy import Policy
from mailflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Writer:
    """The role of a sender with the executor's code or the leader's code or operator's address."""

    role: Role
    executor: str | None = None
    person: str | None = None
    weak: bool = False  # a leader's further address: a weaker proof


def find_writer(letter: Letter, policy: Policy) -> Writer:
    """The writer by his address in From; a domain wildcard gives EXECUTOR_EMPLOYEE only.

    Our own mailboxes come last but for the form's: a form may write in the mailbox's own name.
    """
    address = letter.sender.address.lower() if letter.sender else ""
    if _is_form(letter, address, policy):
        return Writer(Role.FORM)
    if not address:
        return Writer(Role.OUTSIDER)
    if address in {one.lower() for one in policy.mailboxes} or _is_sub_address(address, policy):
        return Writer(Role.OURSELVES)
    return _registered(address, policy) or _employee(address, policy)


def _is_form(letter: Letter, address: str, policy: Policy) -> bool:
    """A known sender of forms, or anything that arrives in the forms inbox from no known person."""
    if address in {one.lower() for one in policy.form_senders}:
        return True
    forms = {one.lower() for one in policy.form_mailboxes}
    return not forms.isdisjoint(letter.recipients) and _registered(address, policy) is None


def _registered(address: str, policy: Policy) -> Writer | None:
    """Whose an address is; an operator's outweighs a leader's, a leader's an executor's.

    Of several with one address the last counts.
    """
    for operator in reversed(policy.operators):
        if address == operator.address.lower():
            return Writer(Role.OPERATOR, person=operator.address)
    for leader in reversed(policy.leaders):
        if address == leader.address.lower():
            return Writer(Role.LEADER, person=leader.code)
        if any(address == one.lower() for one in leader.also):
            return Writer(Role.LEADER, person=leader.code, weak=True)
    for executor in reversed(tuple(policy.executors.values())):
        owned = (
            executor.address, *executor.also, executor.deputy_address, *executor.former_addresses
        )  # fmt: skip
        if "*" not in address and any(address == one.lower() for one in owned if one):
            return Writer(Role.EXECUTOR, executor=executor.code)
    return None


def _employee(address: str, policy: Policy) -> Writer:
    domain = address.rpartition("@")[2]
    for executor in policy.executors.values():
        if domain in {one.lower() for one in executor.domains}:
            return Writer(Role.EXECUTOR_EMPLOYEE, executor=executor.code)
    return Writer(Role.OUTSIDER)


def _is_sub_address(address: str, policy: Policy) -> bool:
    box, _, domain = policy.mailbox.lower().rpartition("@")
    return address.startswith(f"{box}+") and address.endswith(f"@{domain}")
