"""Who works where: posts of the boards, the people who could follow, and everybody else.

Shares, bands and staff groups are plausible, not measured.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A job title with its pay band and staff group."""

    title: str
    band: str
    group: str


@dataclass(frozen=True)
class Seat:
    """A post of the board: its role, what it is called, and whether it usually votes."""

    role: str
    title: str
    voting: bool = True
    count: int = 1


MEDICAL, NURSING, AHP, SCIENTIFIC, SCIENTIST, CLINICAL, ADMIN, ESTATES = (
    "01", "03", "04", "05", "06", "07", "08", "09",
)  # fmt: skip

_TOP = [
    Seat("CHAIR", "Chair"),
    Seat("VCHAIR", "Deputy chair"),
    Seat("SID", "Senior independent director"),
    Seat("NED", "Non-executive director", count=3),
    Seat("CEO", "Chief executive"),
    Seat("CFO", "Chief finance officer"),
    Seat("CMO", "Chief medical officer"),
    Seat("CNO", "Chief nurse"),
    Seat("COO", "Chief operating officer"),
    Seat("CPO", "Chief people officer"),
    Seat("CDIO", "Chief digital and information officer", voting=False),
]
#: The board of each kind of employer, in the order in which a board reads it.
SEATS: dict[str, list[Seat]] = {
    "acute": [
        *_TOP,
        Seat("DCEO", "Deputy chief executive"),
        Seat("CSO", "Director of strategy", voting=False),
        Seat("DOM", "Director of midwifery", voting=False),
        Seat("ESTATES", "Director of estates and facilities", voting=False),
        Seat("COSEC", "Company secretary", voting=False),
    ],
    "mental": [
        *_TOP,
        Seat("CSO", "Director of strategy", voting=False),
        Seat("CPH", "Chief pharmacist", voting=False),
        Seat("COSEC", "Company secretary", voting=False),
    ],
    "community": [
        *_TOP,
        Seat("CAHP", "Chief allied health professions officer", voting=False),
        Seat("COSEC", "Director of corporate affairs", voting=False),
    ],
    "ambulance": [
        *_TOP,
        Seat("CSO", "Director of strategy and improvement", voting=False),
        Seat("COMMS", "Director of communications", voting=False),
        Seat("COSEC", "Company secretary", voting=False),
    ],
    "specialist": [
        *_TOP,
        Seat("CSO", "Director of strategy", voting=False),
        Seat("COSEC", "Company secretary", voting=False),
    ],
    "icb": [
        Seat("ICB_CHAIR", "Chair"),
        Seat("ICB_NEM", "Non-executive member", count=4),
        Seat("ICB_CEO", "Chief executive"),
        Seat("ICB_CFO", "Director of finance"),
        Seat("ICB_CMO", "Medical director"),
        Seat("ICB_CNO", "Director of nursing"),
        Seat("ICB_CPO", "Chief people officer", voting=False),
        Seat("ICB_STRAT", "Director of strategy", voting=False),
        Seat("CDIO", "Chief digital and information officer", voting=False),
        Seat("COMMS", "Director of communications", voting=False),
    ],
}

NON_EXECUTIVE = frozenset({"CHAIR", "VCHAIR", "SID", "NED", "ANED", "ICB_CHAIR", "ICB_NEM"})

#: Who usually follows into a role: the senior people that an employer has for it, most senior first.
FEEDERS: dict[str, list[Job]] = {
    "CFO": [
        Job("Deputy chief finance officer", "9", ADMIN),
        Job("Associate director of finance", "8d", ADMIN),
        Job("Head of financial management", "8c", ADMIN),
        Job("Head of costing and contracts", "8b", ADMIN),
    ],
    "CMO": [
        Job("Deputy medical director", "MED", MEDICAL),
        Job("Associate medical director, quality", "MED", MEDICAL),
        Job("Divisional medical director", "MED", MEDICAL),
        Job("Clinical director, emergency care", "MED", MEDICAL),
    ],
    "CNO": [
        Job("Deputy chief nurse", "9", NURSING),
        Job("Divisional director of nursing", "8d", NURSING),
        Job("Associate director of nursing, workforce", "8c", NURSING),
        Job("Associate director of nursing, quality", "8c", NURSING),
        Job("Lead nurse, patient safety", "8b", NURSING),
    ],
    "COO": [
        Job("Deputy chief operating officer", "9", ADMIN),
        Job("Divisional director, medicine", "8d", ADMIN),
        Job("Divisional director, surgery", "8d", ADMIN),
        Job("Head of performance", "8c", ADMIN),
    ],
    "CPO": [
        Job("Deputy chief people officer", "9", ADMIN),
        Job("Associate director of people", "8d", ADMIN),
        Job("Head of organisational development", "8c", ADMIN),
        Job("Head of resourcing", "8b", ADMIN),
    ],
    "CDIO": [
        Job("Deputy director of digital", "8d", ADMIN),
        Job("Chief clinical information officer", "8d", NURSING),
        Job("Head of information", "8c", ADMIN),
        Job("Head of digital delivery", "8c", ADMIN),
    ],
    "CSO": [
        Job("Deputy director of strategy", "8d", ADMIN),
        Job("Head of planning and partnerships", "8c", ADMIN),
        Job("Head of transformation", "8c", ADMIN),
    ],
    "COSEC": [
        Job("Deputy company secretary", "8c", ADMIN),
        Job("Head of corporate governance", "8b", ADMIN),
    ],
    "ESTATES": [
        Job("Deputy director of estates", "8d", ESTATES),
        Job("Head of capital projects", "8c", ESTATES),
    ],
    "COMMS": [
        Job("Head of communications", "8c", ADMIN),
        Job("Head of engagement", "8b", ADMIN),
    ],
    "CAHP": [
        Job("Deputy chief allied health professional", "8c", AHP),
        Job("Head of physiotherapy", "8b", AHP),
    ],
    "CPH": [
        Job("Deputy chief pharmacist", "8d", SCIENTIFIC),
        Job("Lead pharmacist, medicines safety", "8b", SCIENTIFIC),
    ],
    "DOM": [
        Job("Head of midwifery", "8c", NURSING),
        Job("Consultant midwife", "8b", NURSING),
    ],
}
FEEDERS |= {
    "ICB_CFO": FEEDERS["CFO"],
    "ICB_CMO": FEEDERS["CMO"][:2],
    "ICB_CNO": FEEDERS["CNO"][:3],
    "ICB_CPO": FEEDERS["CPO"],
    "ICB_STRAT": FEEDERS["CSO"],
}
#: Who follows from within the board itself.
FROM_THE_BOARD: dict[str, tuple[str, ...]] = {
    "CEO": ("COO", "DCEO", "CFO", "CNO", "CMO", "CSO"),
    "DCEO": ("CFO", "COO", "CSO"),
    "CHAIR": ("VCHAIR", "SID", "NED"),
    "VCHAIR": ("NED", "SID"),
    "ICB_CEO": ("ICB_CFO", "ICB_STRAT", "ICB_CNO"),
    "ICB_CHAIR": ("ICB_NEM",),
}

Titles = dict[str, tuple[str, ...]]
_NURSING: Titles = {
    "5": ("Staff nurse", "Community nurse"),
    "6": ("Sister or charge nurse", "Specialist nurse", "Midwife"),
    "7": ("Ward manager", "Advanced nurse practitioner", "Team leader"),
    "8a": ("Matron", "Consultant nurse"),
}
_AHP: Titles = {
    "5": ("Physiotherapist", "Occupational therapist", "Radiographer"),
    "6": ("Senior physiotherapist", "Senior occupational therapist", "Dietitian"),
    "7": ("Team lead, therapies", "Advanced practitioner"),
    "8a": ("Therapies manager",),
}
_PARAMEDIC: Titles = {
    "5": ("Newly qualified paramedic",),
    "6": ("Paramedic", "Senior paramedic"),
    "7": ("Advanced paramedic", "Operational team leader"),
    "8a": ("Operations manager",),
}
_SCIENTIFIC: Titles = {
    "5": ("Pharmacy technician", "Operating department practitioner"),
    "6": ("Pharmacist", "Assistant psychologist"),
    "7": ("Specialist pharmacist", "Clinical psychologist"),
    "8a": ("Lead pharmacist", "Principal psychologist"),
}
_SCIENTIST: Titles = {
    "5": ("Biomedical scientist",),
    "6": ("Specialist biomedical scientist",),
    "7": ("Senior clinical scientist",),
}
_CLINICAL: Titles = {
    "2": ("Healthcare assistant",),
    "3": ("Senior healthcare assistant", "Therapy assistant"),
    "4": ("Nursing associate", "Assistant practitioner"),
}
_ADMIN: Titles = {
    "2": ("Receptionist", "Ward clerk"),
    "3": ("Medical secretary", "Administrator"),
    "4": ("Team administrator", "Payroll officer"),
    "5": ("Analyst", "Project officer"),
    "6": ("Service manager", "HR adviser"),
    "7": ("Business manager", "Senior analyst", "Programme manager"),
    "8a": ("General manager", "HR business partner"),
    "8b": ("Deputy divisional manager",),
}
_ESTATES: Titles = {
    "2": ("Domestic assistant", "Porter", "Catering assistant"),
    "3": ("Estates technician",),
    "5": ("Estates officer",),
    "7": ("Estates manager",),
}
_MEDICAL: Titles = {"MED": ("Consultant", "Specialty doctor", "Resident doctor")}

#: Staff group: (share of the staff, band: weight, band: titles)
Mix = dict[str, tuple[float, dict[str, float], dict[str, tuple[str, ...]]]]
_PYRAMID = {"5": 46.0, "6": 31.0, "7": 17.0, "8a": 6.0}
_HOSPITAL: Mix = {
    MEDICAL: (0.11, {"MED": 1.0}, _MEDICAL),
    NURSING: (0.29, _PYRAMID, _NURSING),
    AHP: (0.08, _PYRAMID, _AHP),
    SCIENTIFIC: (0.05, _PYRAMID, _SCIENTIFIC),
    SCIENTIST: (0.03, {"5": 50.0, "6": 35.0, "7": 15.0}, _SCIENTIST),
    CLINICAL: (0.22, {"2": 50.0, "3": 35.0, "4": 15.0}, _CLINICAL),
    ADMIN: (
        0.16,
        {"2": 20.0, "3": 27.0, "4": 19.0, "5": 13.0, "6": 9.0, "7": 7.0, "8a": 4.0, "8b": 1.0},
        _ADMIN,
    ),
    ESTATES: (0.06, {"2": 70.0, "3": 18.0, "5": 9.0, "7": 3.0}, _ESTATES),
}
_OFFICE: Mix = {
    MEDICAL: (0.03, {"MED": 1.0}, {"MED": ("Clinical lead", "Primary care lead")}),
    NURSING: (0.12, {"7": 60.0, "8a": 40.0}, {"7": ("Quality nurse",), "8a": ("Quality lead",)}),
    SCIENTIFIC: (
        0.08,
        {"7": 60.0, "8a": 40.0},
        {"7": ("Medicines adviser",), "8a": ("Lead pharmacist",)},
    ),
    ADMIN: (
        0.77,
        {"4": 12.0, "5": 20.0, "6": 24.0, "7": 24.0, "8a": 14.0, "8b": 6.0},
        {
            "4": ("Business support officer",),
            "5": ("Commissioning officer", "Analyst"),
            "6": ("Commissioning manager",),
            "7": ("Senior commissioning manager", "Programme manager"),
            "8a": ("Head of place", "Finance manager"),
            "8b": ("Associate director",),
        },
    ),
}
MIXES: dict[str, Mix] = {
    "acute": _HOSPITAL,
    "specialist": _HOSPITAL,
    "mental": _HOSPITAL | {MEDICAL: (0.06, {"MED": 1.0}, _MEDICAL), SCIENTIFIC: (0.12, _PYRAMID, _SCIENTIFIC)},
    "community": _HOSPITAL | {MEDICAL: (0.03, {"MED": 1.0}, _MEDICAL), AHP: (0.16, _PYRAMID, _AHP)},
    "ambulance": _HOSPITAL
    | {MEDICAL: (0.005, {"MED": 1.0}, _MEDICAL), NURSING: (0.04, _PYRAMID, _NURSING), AHP: (0.45, _PYRAMID, _PARAMEDIC)},
    "icb": _OFFICE,
}  # fmt: skip
