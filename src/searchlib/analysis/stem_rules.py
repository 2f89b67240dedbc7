"""Hand-made stem rules for folded Romanian words, and the irregular families.

Snowball was made for text with diacritics; without them it parts words that belong together
(``caz``/``cazuri``) and, with or without, joins words that do not (``autor``/``autoritate``).
Each rule below repairs one such family. They see folded words only.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["IRREGULAR", "RULES", "Rule", "irregular_table", "suffix_table"]

_NOMINAL = "a e i ul ului ii ilor ei ele elor"
_CONSONANTS = "bcdfghjklmnprstvxz"


class Rule(NamedTuple):
    """Words that end in one of `endings` end in `base` instead."""

    base: str
    endings: str
    """Separated by blanks."""
    final: bool
    """Whether the result is the stem; otherwise Snowball goes on with it."""


def _forms(base: str, inflections: str = _NOMINAL) -> str:
    return " ".join([base, *(base + inflection for inflection in inflections.split())])


_FEMININE_URI = "masur ctur ultur natur altur alatur ventur figur pictur ptur satur gur cedur"

RULES: Final[tuple[Rule, ...]] = (
    # Inflection that Snowball does not know, or knows by diacritics only.
    Rule("", "uri urile urilor", final=False),  # cazuri, riscurile
    *(Rule(base, f"{base}i {base}ile {base}ilor", final=False) for base in _FEMININE_URI.split()),  # măsuri
    *(Rule(c, f"{c}u", final=False) for c in _CONSONANTS),  # membru, lucru
    *(Rule(f"{c}a", f"{c}ei", final=False) for c in _CONSONANTS),  # Moscovei, Ucrainei
    Rule("i", "iu", final=False),  # studiu
    Rule("eu", "eu eul eului eule ee eele eelor", final=True),  # muzeu, muzeul, muzee
    Rule("ou", "ou oul oului ouri ourile ourilor", final=True),  # birou, birouri
    Rule("or", "oare oarea oarei ori orii orile orilor orul orului", final=False),  # valoare, valori
    Rule("os", "oasa oase oasei oasele oaselor osi osii osilor osul osului", final=False),  # sănătoase
    Rule("ere", "eri erii erile erilor", final=False),  # alegeri
    Rule("pean", _forms("pean") + " peni penii penilor pene penele penelor", final=True),  # europeni
    Rule("ean", _forms("eean") + " eeni eenii eenilor eene eenele eenelor", final=True),  # coreeni
    Rule("inean", _forms("inean") + " ineni inenii inenilor inene inenele inenelor", final=True),  # ucraineni
    Rule("tatean", _forms("tatean") + " tateni tatenii tatenilor tatene tatenele tatenelor", final=True),
    Rule("ian", _forms("ian") + " ieni ienii ienilor iene ienele ienelor", final=True),  # italieni
    Rule("esar", _forms("esar"), final=True),  # necesare
    Rule("dus", "duse dusele duselor dusul dusului", final=True),  # produse
    # Verbs.
    Rule("", "and andu", final=False),  # luptând
    Rule("", "este esti easca", final=False),  # găsește, românești
    Rule("i", "ieste iesti iesc iasca", final=False),  # construiește
    Rule("", "eaza", final=False),  # urmează
    Rule("pt", "ptat ptata ptate ptati", final=True),  # luptat, așteptat
    # Derived words that are words of their own.
    Rule("ic", _forms("ic") + " icat icata icate icati icare icarea icand", final=True),  # politic, comunica
    Rule("iv", _forms("iv"), final=True),  # directivă, respectiv
    Rule("ant", _forms("ant"), final=True),  # important
    Rule("itat", "itate itatea itatii itati itatile itatilor", final=True),  # autoritate
    Rule("ati", "atie atia atiei atii atiile atiilor", final=True),  # informațiile
    Rule("iti", "itie itia itiei itii itiile itiilor", final=True),  # dispoziție
    Rule("abil", _forms("abil"), final=True),
    Rule("ibil", _forms("ibil"), final=True),
    Rule("ator", _forms("ator") + " atoare atoarea atoarei atoarele atoarelor", final=True),  # importator
)

IRREGULAR: Final = """
an ani anii anilor anul anului
alee aleea aleii alei aleile aleilor
apa ape apei apele apelor
aparat aparate aparatul aparatului aparatele aparatelor
avea avem aveti are avut avuta avute avand aveau aveam avusese
bucuresti bucurestiul bucurestiului bucurestean bucuresteni
cap capul capului capete capetele capetelor
angajat angajati angajatii angajatilor angajatul angajatului
avocat avocati avocatii avocatilor avocatul avocatului
barbat barbati barbatii barbatilor barbatul barbatului
boala boli bolii bolile bolilor
cadea cade cad cada cazut cazuta cazute cazuti cazand cadeau cazuse cazu
centru centre centrul centrului centrele centrelor
copil copii copiii copiilor copilul copilului copile
candidat candidati candidatii candidatilor candidatul candidatului
clasa clase clasei clasele claselor
cuvant cuvinte cuvintele cuvintelor cuvantul cuvantului
deputat deputati deputatii deputatilor deputatul deputatului
femeie femei femeia femeii femeile femeilor
invitat invitati invitatii invitatilor invitatul invitatului
magistrat magistrati magistratii magistratilor magistratul magistratului
program programe programul programele programelor
produs produse produsul produsului produsele produselor produsa produsi
razboi razboiul razboiului razboaie razboaiele razboaielor
da dau dat date dati dand dandu dea dadea dadeau dadu daduse dadura
dat data datele datelor datei
deveni devine devin devina devenit devenita devenite deveneau devenea devenise devenind
doi doua doilea
drept drepturi drepturile drepturilor dreptul dreptului drepti dreapta drepte
evreu evrei evreii evreilor evreul evreului evreiesc evreiasca evreiesti
face fac faca facand facandu facut facuta facute facuti faceau facea facuse facu facem faceti facura faceam
fata fete fetei fetele fetelor fatada
fi fie fiind fost fosta foste fosti fusese fii
frate fratii fratilor frati fratele fratelui
gasi gaseste gasesc gaseasca gasit gasita gasite gasiti gasea gaseau gasind gasise gasim
incepe incep incepea incepeau inceput inceapa incepand incepuse incepu incepem incepura
idee ideea ideii idei ideile ideilor
iesi iese ies iasa iesit iesita iesind iesea
intra intrat intrata intrate intrati intrau intrand intre intrase
lasa las lase lasat lasata lasate lasati lasand lasau
leu lei leul leului leilor leii
lua ia iau luat luata luate luati luand luau luase ieie
lupta luptat luptata luptate luptati luptand lupte lupt lupti luptau luptam luptase luptei luptele luptelor
mana maini mainile mainilor mainii mani mina
mare mari marea mariii marii marilor marele marelui mares
masa mese mesei mesele meselor
membru membri membrii membrilor membrul membrului membra membre membrele membrelor
mort morti mortii mortilor moarta moarte mortul mortului
muri mor moare moara murit muriti murind mureau murise muri
noapte nopti noptii noptile noptilor noaptea
nou noua noi noii noilor noul noului noile
om oameni oamenii oamenilor omul omului
ora ore orei orele orelor
oras orase orasul orasului orasele oraselor
ploaie ploi ploaia ploii ploile ploilor
scoala scoli scolii scolile scolilor
zapada zapezi zapezii zapezile zapezilor
parte parti partii partile partilor partea
peste pesti pestii pestilor pestele pestelui
piata piete pietei pietele pietelor pietii
pitesti pitestiul
ploiesti ploiestiul
politie politia politiei politii politiile politiilor
presedinte presedintele presedintelui presedinti presedintii presedintilor presedinta presedintei
prevedea prevede prevad prevada prevazut prevazuta prevazute prevazuti prevazuse prevedere prevederi prevederea
prezenta prezint prezinta prezinte prezentat prezentata prezentate prezentati prezentand prezentau
primi primeste primesc primeasca primit primita primite primiti primind primea primeau
privat privata private privati privatului privatii privatilor
pune pun puna pus pusa puse pusi punand punandu puneau punea pusese punem
putea pot poti poate poata putem puteti putut puteau putand puteam puteai putuse putu
rau rea rele rai relele relelor raul raului
ramane raman ramana ramas ramasa ramase ramasi ramasese ramanand ramaneau ramanea ramaseser
reprezenta reprezint reprezinta reprezinte reprezentat reprezentata reprezentate reprezentand reprezentau
scoate scot scoata scos scoasa scoase scosi scotand scotea scoteau
soldat soldati soldatii soldatilor soldatul soldatului
sora surori surorile surorilor surorii
spune spun spuna spus spusa spuse spusi spunand spunandu spuneau spunea spusese spunem spuneti spui
sta stau stai stea stat stand statea stateau statuse
stat statul statului state statele statelor
sti stiu stie stii stim stiti stiut stiind stia stiau stiam
sunt este suntem sunteti esti sint sintem sinteti era erau eram e
tanar tanara tineri tinerii tinerilor tanarul tanarului tinere tinerele tinerelor
tara tari tarii tarile tarilor
tine tin tina tinut tinuta tinute tinand tinandu tinea tineau tinuse
trebui trebuie trebuia trebuiau trebuit trebuiasca trebuind
vedea vede ved vad vada vazut vazuta vazute vazuti vazand vazandu vedeau vedem vedeti vazuse vazu vezi
veni vine vin vina veniti venit venita venite venim venea veneau venind venise venisera vii vie
viata vieti vietii vietile vietilor
vrea vreau vrei vrem vreti vrut vreau vor voia voiau
zi zile zilele zilelor zilei ziua zilnic
zice zic zica zis zisa zise zicand zicea ziceau
"""
"""Families of words, one a line: each word's stem is the first of its line; the first line that names a word wins."""


def irregular_table() -> dict[str, str]:
    """Return word → stem for `IRREGULAR`."""
    table: dict[str, str] = {}
    for line in IRREGULAR.split("\n"):
        words = line.split()
        for word in words:
            table.setdefault(word, words[0])
    return table


def suffix_table() -> dict[str, tuple[str, bool]]:
    """Return suffix → (replacement, final) for `RULES`; of two rules with one suffix the later wins."""
    return {ending: (rule.base, rule.final) for rule in RULES for ending in rule.endings.split()}
