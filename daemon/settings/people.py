"""The sections of the settings about people: executors, leaders and operators."""

from __future__ import annotations

from pydantic import Field

from daemon.settings.section import NEEDED, Section
from daemon.settings.values import Address, Addresses, Formers, Phone, Words


class Executor(Section):
    """A body that carries out referrals; the section's second word is its code."""

    name: str = Field(description="Name as letters show it.", examples=["КП «Водоканал»"])
    address: Address = Field(
        description="Address that gets referrals and may answer them.",
        examples=["dispatcher@vodokanal.example"],
    )
    also: Words = Field(
        (),
        description=(
            "Further addresses of theirs; `*@domain` = an employee, who may not decide by himself."
        ),
        examples=["head@vodokanal.example, *@vodokanal.example"],
    )
    deputy_address: Address | None = Field(
        None,
        description="Gets the referral when the first address fails or stays silent.",
        examples=["head@vodokanal.example"],
    )
    phone: Phone | None = Field(
        None, description="Telephone that alerts show.", examples=["+380623770201"]
    )
    leader: str | None = Field(
        None,
        description=(
            "Code of the leader above: decides complaints about this body, which itself never "
            "gets them (393/96-VR art. 7). Default: the leader whose topics hold its topics."
        ),
        examples=["utilities"],
    )
    topics: Words = Field(
        (),
        description="Topics that go there by themselves (codes of [topic ...]).",
        examples=["water, sewerage"],
        json_schema_extra=NEEDED,
    )
    former: Formers = Field(
        (),
        description=(
            "Executors that were merged into this one or renamed: the code of each, its name "
            "after it if papers are to tell it, and addresses it still writes from. Their open "
            "referrals are this one's; their own sections are taken away."
        ),
        examples=["vodokanal-2 КП «Водоканал-2», office@vodokanal-2.example"],
    )


class Leader(Section):
    """A leader; the section's second word is his code."""

    name: str = Field(
        description="Surname, name, patronymic.", examples=["Савченко Микола Андрійович"]
    )
    post: str = Field(description="Post as letters show it.", examples=["міський голова"])
    address: Address = Field(
        description="Address that gets alerts and digests.",
        examples=["mayor@selydove-rada.example"],
    )
    also: Addresses = Field(
        (),
        description="Further addresses he answers from: a weaker proof, never enough to decide.",
        examples=["m.savchenko@gmail.com.example"],
    )
    phone: Phone | None = Field(
        None, description="Telephone for the operator's call.", examples=["+380501110001"]
    )
    topics: Words = Field(
        description="His area: codes of topics, or * for everything (the mayor).", examples=["*"]
    )


class Operator(Section):
    """A worker of the contact centre; the section's second word is any code."""

    name: str = Field(description="Surname, name, patronymic.", examples=["Мороз Ірина Василівна"])
    post: str = Field("", description="Post.", examples=["завідувач сектору"])
    address: Address = Field(
        description="Address that notes and commands come from and lists go to.",
        examples=["moroz@selydove-rada.example"],
    )
