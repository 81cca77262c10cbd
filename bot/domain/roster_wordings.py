"""The headings under which rosters keep their columns, folded; every office words them in its own way."""

from enum import StrEnum


class Kind(StrEnum):
    """What a sheet lists."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    ASSIGNMENTS = "assignments"


class Column(StrEnum):
    """What a column holds, whatever it is called."""

    CODE = "code"
    NAME = "name"
    LEVEL = "level"
    PARENT = "parent"
    MEMBERS = "members"
    EXEMPT = "exempt"
    COMMITTEE = "committee"
    MINUTES = "minutes"
    PHONE = "phone"
    POST = "post"
    ORGANISATION = "organisation"
    CELL = "cell"
    STARTS = "starts"
    ENDS = "ends"
    DECISION = "decision"
    ASSIGNED_BY = "assigned_by"


_STARTS = """
    tu ngay | ngay bat dau | bat dau | bat dau tu | tu | tu ngay thang | hieu luc tu |
    hieu luc tu ngay | ngay hieu luc | thoi gian bat dau | giu chuc vu tu |
    giu chuc vu tu ngay | ngay giu chuc vu | ngay bo nhiem | ngay nhan nhiem vu
"""
_ENDS = """
    den ngay | ngay ket thuc | ket thuc | den | den het ngay | het hieu luc | hieu luc den |
    hieu luc den ngay | thoi gian ket thuc | ngay thoi giu chuc vu
"""
_PERSON_CODE = """
    ma can bo | ma cb | ma nhan su | ma so can bo | ma dang vien | ma dv | ma so | ma nguoi du |
    ma can bo duoc phan cong | ma
"""
_PERSON_NAME = """
    ho va ten | ho ten | ho va ten can bo | ho ten can bo | ten can bo | can bo |
    ho va ten dang vien | ho ten dang vien | ho va ten khai sinh | nguoi duoc phan cong |
    can bo duoc phan cong | ho va ten cap uy vien | cap uy vien | ten
"""
_ORGANISATION = """
    to chuc dang ma | ma to chuc | ma tc | ma to chuc dang | ma tcd | to chuc dang | to chuc |
    ma don vi | don vi | ma chi bo | chi bo | to chuc dang dang giu chuc vu | noi cong tac |
    noi giu chuc vu | thuoc to chuc | truc thuoc
"""
_HEADINGS = {
    Kind.ORGANISATIONS: {
        Column.CODE: """
            ma to chuc | ma tc | ma to chuc dang | ma tcd | ma so to chuc | ma so | ma don vi |
            ma chi bo | ma dang bo | ma
        """,
        Column.NAME: """
            ten to chuc dang | ten to chuc | to chuc dang | ten tc | ten don vi | ten dang bo chi bo |
            ten chi bo dang bo | ten chi bo | ten goi | to chuc | don vi | ten
        """,
        Column.LEVEL: """
            loai hinh | loai hinh to chuc | loai hinh to chuc dang | loai hinh tc | loai |
            loai to chuc | cap | cap to chuc | cap to chuc dang
        """,
        Column.PARENT: """
            truc thuoc | truc thuoc ma | ma truc thuoc | ma to chuc cap tren | ma cap tren |
            ma tc cap tren | cap tren | cap tren ma | cap tren truc tiep | to chuc cap tren |
            to chuc cap tren truc tiep | ma to chuc cap tren truc tiep | thuoc | thuoc to chuc |
            thuoc to chuc dang | thuoc dang bo | ma to chuc truc thuoc | dang bo cap tren |
            don vi cap tren
        """,
        Column.MEMBERS: """
            so dang vien | dang vien | tong so dang vien | so luong dang vien | so dv | sl dang vien |
            sl dv | tong so dv | si so
        """,
        Column.EXEMPT: """
            mien sinh hoat | so mien sinh hoat | so dang vien mien sinh hoat |
            dang vien mien sinh hoat | duoc mien
        """,
        Column.COMMITTEE: """
            co chi uy | chi uy | co cap uy | co chi uy khong
        """,
        Column.MINUTES: """
            so phut | thoi luong | thoi luong sinh hoat | thoi luong phut | so phut sinh hoat |
            thoi gian sinh hoat phut
        """,
    },
    Kind.PEOPLE: {
        Column.CODE: _PERSON_CODE,
        Column.NAME: _PERSON_NAME,
        Column.PHONE: """
            so dien thoai | dien thoai | sdt | so dt | dt | dtdd | di dong | so di dong |
            dien thoai di dong | so dien thoai di dong | dien thoai lien he | so dt lien he
        """,
        Column.POST: """
            chuc vu | chuc danh | chuc vu dang | chuc vu trong dang | chuc vu chuc danh |
            chuc danh chuc vu | chuc vu hien nay | cv
        """,
        Column.ORGANISATION: _ORGANISATION,
        Column.STARTS: _STARTS,
        Column.ENDS: _ENDS,
    },
    Kind.ASSIGNMENTS: {
        Column.CODE: _PERSON_CODE,
        Column.NAME: _PERSON_NAME,
        Column.CELL: """
            chi bo duoc phan cong | chi bo duoc phan cong ma | ma chi bo duoc phan cong | ma chi bo |
            chi bo | chi bo ma | chi bo phu trach | ma chi bo phu trach | chi bo theo doi |
            chi bo du sinh hoat | ma chi bo du sinh hoat | chi bo du | du sinh hoat tai |
            du sinh hoat tai chi bo | phu trach chi bo | phan cong du sinh hoat | don vi phu trach |
            don vi duoc phan cong | ma to chuc | ma tc | ma to chuc duoc phan cong
        """,
        Column.STARTS: _STARTS,
        Column.ENDS: _ENDS,
        Column.DECISION: """
            quyet dinh so | so quyet dinh | quyet dinh | qd so | so qd | quyet dinh phan cong |
            van ban phan cong | so van ban | can cu | theo quyet dinh | theo quyet dinh so
        """,
        Column.ASSIGNED_BY: """
            cap phan cong | to chuc phan cong | ma to chuc phan cong | to chuc phan cong ma |
            don vi phan cong | co quan phan cong | cap uy phan cong | cap phan cong ma |
            ma cap phan cong | phan cong boi | dang uy phan cong
        """,
    },
}

#: Of each kind of sheet, every known heading and the column it stands over.
HEADINGS = {
    kind: {
        " ".join(alias.split()): column for column, aliases in columns.items() for alias in aliases.split("|")
    }
    for kind, columns in _HEADINGS.items()
}
#: Words that only the heading of the cell to visit has.
VISITED = "phan cong|phu trach|theo doi|chi bo du|du sinh hoat"
