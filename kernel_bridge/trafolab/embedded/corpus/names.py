"""The people's names of the training text, and which pairs of them it never holds.

First names and surnames are among the commonest of the United States and England. No word stands in both
lists, so that a token is a first name or a surname, never either. About one pair of names in ten is *held
out*: no generator writes it, and the model card's figures are measured on such pairs only.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

_HE: Final = """
James John Robert Michael David William Richard Joseph Charles Christopher Daniel Matthew Anthony Steven
Paul Andrew Joshua Kenneth Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas
Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick
Jack Dennis Jerry Aaron Jose Adam Nathan Henry Douglas Zachary Peter Kyle Walter Ethan Jeremy Harold Keith
Roger Noah Gerald Carl Sean Arthur Lawrence Dylan Bryan Joe Bruce Albert Tom Bob Simon Luke Mark Thomas
Philip Oliver Harry Leo
"""
_SHE: Final = """
Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Sandra Betty Ashley
Emily Kimberly Margaret Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia
Dorothy Amy Kathleen Angela Shirley Brenda Emma Anna Pamela Nicole Samantha Katherine Christine Helen Rachel
Carolyn Janet Maria Catherine Heather Diane Olivia Julie Joyce Victoria Ruth Virginia Lauren Christina Joan
Evelyn Judith Andrea Hannah Megan Cheryl Jacqueline Martha Teresa Gloria Janice Ann Kathryn Abigail Sophia
Frances Jean Alice Julia Grace Denise Danielle Marilyn Charlotte Natalie Diana Jane Lucy
"""
_EITHER: Final = "Alex Sam Jamie Robin Casey Chris Pat Terry Jesse Riley Charlie Dana Leslie Jackie Kim"

_SURNAMES: Final = """
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
Anderson Taylor Moore Jackson Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker
Young King Wright Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy
Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Cox Ward Richardson Watson
Brooks Wood Bennett Gray Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Powell
Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher Simmons Patterson Hamilton Graham
Reynolds Griffin Wallace West Cole Hayes Bryant Ellis Stevens Murray Ford Marshall Owens Harrison Kennedy
Wells Freeman Webb Tucker Burns Crawford Porter Hunter Hicks Boyd Mason Warren Fox Rice Shaw Holmes Hunt
Black Palmer Mills Grant Knight Stone Dunn Perkins Hart Carroll Lane Andrews Spencer Gardner Payne Pierce
Berry Arnold Wagner Watkins Olson Duncan Snyder Cunningham
"""

SURNAMES: Final[tuple[str, ...]] = tuple(_SURNAMES.split())

GENDERS: Final[dict[str, str]] = {
    **dict.fromkeys(_HE.split(), "he"),
    **dict.fromkeys(_SHE.split(), "she"),
    **dict.fromkeys(_EITHER.split(), "either"),
}
"""Each first name's pronoun: ``he``, ``she`` or ``either``."""

FIRST_NAMES: Final[tuple[str, ...]] = tuple(GENDERS)

NAMES: Final[frozenset[str]] = frozenset(FIRST_NAMES) | frozenset(SURNAMES)

_ONE_IN: Final = 10


def held_out(name: str, other: str) -> bool:
    """Whether these two names, in either order, are never written side by side in the training text.

    Holds for first name and surname ("Alex Hart") and for the two first names of an indirect-object
    sentence. It depends on the two words alone, so that a pair keeps its side whatever the seed.
    """
    digest = blake2b(" ".join(sorted((name, other))).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % _ONE_IN == 0
