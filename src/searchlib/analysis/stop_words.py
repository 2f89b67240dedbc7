"""Stop words: words that nobody searches for by themselves, such as articles, pronouns and auxiliaries.

The lists are our own. They hold folded words, as that is what a question is compared in; a word whose
letters are also those of a word that people do search for is therefore left out, however common it is:

- ``mai`` is the month, ``pană`` a feather, ``noi`` new, ``peste`` a fish, ``fața`` a face, ``are`` an area, ``era`` an
  age, ``unde`` waves, ``mine`` mines, ``mie`` a thousand, ``Carei`` a town, ``incă`` of Peru, ``as`` a Roman club;
- ``ai`` is artificial intelligence, ``ați`` intensive care, ``eu`` the Union, ``îi`` and ``i`` count kings and leagues,
  ``îl`` and ``li`` are names of Koreans and Chinese, ``c``, ``d`` and ``e`` are vitamins;
- ``poate``, ``face``, ``spune``, ``trebuie``, ``fără`` and ``împotriva`` are ordinary words of some weight, and so are
  adverbs such as ``deja`` and ``numai``, and the pronouns of people who speak (``mă``, ``ne``, ``îmi``).
"""

from __future__ import annotations

from typing import Final

from searchlib.errors import AnalyzerError

__all__ = ["stop_words"]

_ROMANIAN: Final = """
    a al ale
    un o unei unui unor unele unii unul una
    cel cea cei cele celui celei celor
    lui lor lui el ea ei ele dansa dansii dansele tu voi
    se va si le l s n m v
    meu mea mei mele tau ta tale sau sa sai sale nostru noastra nostri noastre vostru voastra vostri voastre
    acest acesta aceasta aceste acestea acestia acestei acestui acestor acestora acestuia acesteia asta astea
    acel acela acea aceea acei aceia acele acelea acelui acelei acelor acelora aceluia aceleia
    acelasi aceeasi aceiasi aceleasi
    care caruia careia carora carui caror ce ceea cine cineva ceva
    alt alta alti alte altul altii altele altui altei altor altora
    tot toata toti toate tuturor fiecare oricare orice oricine
    cat cati cate atat atata atatia atatea cativa cateva
    de la in din cu pe pentru prin printre dintre intre spre dinspre sub langa catre despre asupra dupa
    intr dintr printr ntr intrun intro dintrun dintro printrun printro
    ca iar dar insa ci daca deci nici desi fie cand cum deoarece fiindca caci incat intrucat precum decat
    nu este sunt suntem sunteti esti eram erau fi fiind fost fusese
    am au avem aveti avea aveam aveau avand vom vei vor veti ar
"""

_ENGLISH: Final = """
    a an the
    i me my myself we our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself its itself they them their theirs themselves
    this that these those what which whom whose
    am is are was were be been being have has had having do does did doing done
    would shall should could must cannot
    aren't couldn't didn't doesn't don't hadn't hasn't haven't isn't shouldn't wasn't weren't won't wouldn't
    and but if or nor so because as until while than then though although unless whether since
    of at by for with about against between into through during before after above below to from in on upon
    within without toward towards among per via
    here there when where why how all any both each few more most other some such not only own same too very
    just also every either neither again further once ever yet
    s t d ll m re ve
"""

# What the words of one language mean in the other.
_MEANINGFUL: Final = {
    "romanian": frozenset("ai an are as has i ii mine noi d".split()),
    "english": frozenset("al care cat dansa la late mi or sale sub tot un vei vie".split()),
}
_LISTS: Final = {"romanian": frozenset(_ROMANIAN.split()), "english": frozenset(_ENGLISH.split())}


def stop_words(language: str, *further: str) -> frozenset[str]:
    """Return the stop words of a language.

    Parameters
    ----------
    language : str
        ``"romanian"`` or ``"english"``.
    *further : str
        Languages that stand in the same text besides. Of their words, those are left out that mean
        something in `language`: an English ``an`` is a Romanian year.

    Returns
    -------
    frozenset of str
        Folded words, the parts of ``s-a`` and ``într-o`` as words of their own.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If there is no list for one of the languages.
    """
    for name in (language, *further):
        if name not in _LISTS:
            raise AnalyzerError(f"there are no stop words for {name!r}: known are {', '.join(_LISTS)}")
    found = _LISTS[language]
    for name in further:
        found |= _LISTS[name] - _MEANINGFUL[language]
    return found
