"""The invented nation: two regions, thirteen integrated care boards and forty-two Trusts.

No name or code is that of a real organisation or town (tests/talentplatform/test_demo.py compares
them with the national reference data). Codes have the real shape: the first three signs long.
"""

from dataclasses import dataclass

NATION = ("Z92000001", "Albany")
REGION = ("Z61", "Eastmere region")
OTHER_REGION = ("Z62", "Fellside region")


@dataclass(frozen=True)
class Care:
    """What a Trust does, which says how large it is and whom it employs."""

    code: str
    weight: int


ACUTE = Care("acute", 130)
MENTAL = Care("mental", 80)
COMMUNITY = Care("community", 55)
AMBULANCE = Care("ambulance", 70)
SPECIALIST = Care("specialist", 40)
BOARD = Care("icb", 14)

#: code, name, and the Trusts: code, name, kind of care. The last two boards are the ones the demo merges.
BOARDS: list[tuple[str, str, list[tuple[str, str, Care]]]] = [
    (
        "ZQA",
        "Alderfen and Brackwater ICB",
        [
            ("ZAH", "Alderfen Hospitals NHS Foundation Trust", ACUTE),
            ("ZBW", "Brackwater General NHS Trust", ACUTE),
            ("ZCW", "Curlew Marsh NHS Trust", ACUTE),
            ("ZEA", "Eastmere Ambulance Service NHS Trust", AMBULANCE),
            ("ZLM", "Lapwing Moor Mental Health NHS Foundation Trust", MENTAL),
            ("ZWC", "Withyholt Community Health NHS Trust", COMMUNITY),
        ],
    ),
    (
        "ZQB",
        "Thornmere ICB",
        [
            ("ZTH", "Thornmere University Hospitals NHS Foundation Trust", ACUTE),
            ("ZDL", "Dunlin Levels NHS Trust", ACUTE),
            ("ZOS", "Osprey Children's Hospital NHS Foundation Trust", SPECIALIST),
            ("ZTM", "Thornmere Partnership NHS Foundation Trust", MENTAL),
            ("ZTC", "Teasel Down Community NHS Trust", COMMUNITY),
        ],
    ),
    (
        "ZQC",
        "Larkholme and Saltreach ICB",
        [
            ("ZLH", "Larkholme Hospitals NHS Trust", ACUTE),
            ("ZSR", "Saltreach NHS Foundation Trust", ACUTE),
            ("ZAV", "Avocet Bay Mental Health NHS Trust", MENTAL),
            ("ZSC", "Saltreach Community NHS Trust", COMMUNITY),
        ],
    ),
    (
        "ZQD",
        "Merlinmoor ICB",
        [
            ("ZMM", "Merlinmoor Hospitals NHS Foundation Trust", ACUTE),
            ("ZSD", "Siskin Dale NHS Trust", ACUTE),
            ("ZMP", "Merlinmoor Partnership NHS Trust", MENTAL),
            ("ZOR", "Orrisdale Orthopaedic NHS Foundation Trust", SPECIALIST),
        ],
    ),
    (
        "ZQE",
        "Kestrel and Heronwater ICB",
        [
            ("ZKV", "Kestrel Valley NHS Trust", ACUTE),
            ("ZHW", "Heron Water NHS Foundation Trust", ACUTE),
            ("ZKC", "Kingcup Community and Mental Health NHS Trust", MENTAL),
        ],
    ),
    (
        "ZQF",
        "Ploverside ICB",
        [
            ("ZPB", "Plover Bay NHS Trust", ACUTE),
            ("ZRN", "Reedmace Community NHS Trust", COMMUNITY),
        ],
    ),
]

#: As sparse as a real region is: seven boards, two of them with a single Trust.
OTHER_BOARDS: list[tuple[str, str, list[tuple[str, str, Care]]]] = [
    (
        "ZQM",
        "Fellbeck ICB",
        [
            ("ZFB", "Fellbeck Hospitals NHS Trust", ACUTE),
            ("ZFW", "Fellwater NHS Foundation Trust", ACUTE),
            ("ZBR", "Brambling Rise Partnership NHS Foundation Trust", MENTAL),
            ("ZFA", "Fellside Ambulance Service NHS Trust", AMBULANCE),
            ("ZTL", "Tormentil Community NHS Trust", COMMUNITY),
        ],
    ),
    (
        "ZQN",
        "Cloudberry and Hawkrigg ICB",
        [
            ("ZCB", "Cloudberry Hospitals NHS Foundation Trust", ACUTE),
            ("ZHK", "Hawkrigg General NHS Trust", ACUTE),
            ("ZWT", "Wheatear Mental Health NHS Trust", MENTAL),
            ("ZHR", "Hawkrigg Community NHS Trust", COMMUNITY),
        ],
    ),
    (
        "ZQP",
        "Ouzelgarth ICB",
        [
            ("ZOG", "Ouzelgarth University Hospitals NHS Trust", ACUTE),
            ("ZDT", "Dotterel Mental Health NHS Foundation Trust", MENTAL),
            ("ZRC", "Redpoll Children's Hospital NHS Foundation Trust", SPECIALIST),
        ],
    ),
    (
        "ZQR",
        "Whimbrel Scar ICB",
        [
            ("ZWS", "Whimbrel Scar Hospitals NHS Trust", ACUTE),
            ("ZLG", "Linnet Garth Partnership NHS Trust", MENTAL),
        ],
    ),
    (
        "ZQS",
        "Bilberry Tarn ICB",
        [
            ("ZBT", "Bilberry Tarn NHS Foundation Trust", ACUTE),
            ("ZHB", "Harebell Community NHS Trust", COMMUNITY),
        ],
    ),
    (
        "ZQT",
        "Fieldfare ICB",
        [
            ("ZFF", "Fieldfare NHS Trust", ACUTE),
        ],
    ),
    (
        "ZQV",
        "Goldcrest Gill ICB",
        [
            ("ZGG", "Goldcrest Gill NHS Foundation Trust", ACUTE),
        ],
    ),
]

#: A provider collaborative of five Trusts below three boards: code, name, members.
COLLABORATIVE = (
    "ZPC01",
    "Eastmere Community and Mental Health Collaborative",
    ("ZLM", "ZTM", "ZTC", "ZAV", "ZSC"),
)
#: Two boards that have one leadership, and become one board: code, name, members. The demo merges them.
CLUSTER = ("ZCL01", "Heronwater and Ploverside cluster", ("ZQE", "ZQF"))
#: One Trust that left the collaborative again.
FORMER_MEMBER = "ZWC"
#: A division inside a Trust: code, name, employer.
DIVISION = ("ZKVD1", "Medicine and Emergency Care", "ZKV")

#: Where the demo's story plays.
KESTREL_VALLEY = "ZKV"
MERGING = ("ZQE", "ZQF")
#: What the two boards become when the demo merges them: code and name.
MERGED = ("ZQK", "Heronwater Coast ICB")


def name_of(code: str) -> str:
    """What an invented organisation is called."""
    boards = [*BOARDS, *OTHER_BOARDS]
    trusts = [(each, name) for _, _, below in boards for each, name, _ in below]
    named = [
        NATION,
        REGION,
        OTHER_REGION,
        COLLABORATIVE[:2],
        CLUSTER[:2],
        *(b[:2] for b in boards),
        *trusts,
    ]
    return dict(named)[code]
