"""The control words of rich text: character sets, signs, looks, and the groups that hold no words of the text."""

from transcripts.intake.left_out import FilePart, Reason

CHARSETS = {  # fonts' character sets, as code pages
    **{0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030"},
    **{136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"},
    **{204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437"},
}
PAGES = {936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8", 932: "cp932", 949: "cp949", 0: "cp1252"}
SIGNS = {
    **{"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"},
    **{"tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "softline": " ", "nestcell": "\t"},
    **{"emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c"},
}
LOOKS = {
    **{"b": "bold", "ab": "asian_bold", "v": "hidden", "deleted": "deleted"},
    **dict.fromkeys(("strike", "striked", "strikex"), "struck"),
}
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "\u00ad", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}
# Groups whose characters are no words of the text: tables of fonts, properties, pictures, fields' codes.
SKIPPED = frozenset(
    [
        "colortbl",
        "info",
        "pict",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "generator",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "xmlnstbl",
        "mmathpr",
        "filetbl",
        "revtbl",
        "pgptbl",
        "userprops",
        "fldinst",
        "bkmkstart",
        "bkmkend",
        "fontemb",
        "falt",
        "panose",
        "nonshppict",
        "sp",
        "sn",
        "sv",
        "objdata",
        "objclass",
        "objname",
        "blipuid",
        "wgrffmtfilter",
        "template",
        "passwordhash",
        "pnseclvl",
        "docvar",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "formfield",
        "ffname",
        "ffdeftext",
        "ffformat",
        "ffhelptext",
        "ffstattext",
        "ffentrymcr",
        "ffexitmcr",
        "ffl",
        "xe",
        "tc",
        "tcn",
        "private",
        "linkval",
        "atnparent",
        "mborderboxpr",
        "maccpr",
        "mbarpr",
        "mboxpr",
        "mctrlpr",
        "mdpr",
        "meqarrpr",
        "mfpr",
        "mfuncpr",
        "mgroupchrpr",
        "mlimlowpr",
        "mlimupppr",
        "mmcpr",
        "mmpr",
        "mnarypr",
        "mphantpr",
        "mradpr",
        "mrpr",
        "mspr",
        "msspr",
        "mssubpr",
        "mssubsuppr",
        "mssuppr",
        "atrfstart",
        "atrfend",
    ]
)
ASIDE = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), (Reason.FURNITURE, FilePart.HEAD)),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), (Reason.FURNITURE, FilePart.FOOT)),
    "footnote": (Reason.NOTE, FilePart.NOTE),
    **dict.fromkeys(
        ("annotation", "atnid", "atnauthor", "atndate", "atnref", "atntime"), (Reason.COMMENT, FilePart.COMMENT)
    ),
}
# Groups after “\*” that hold words of the text all the same.
READ = frozenset(["ud", "shpinst", "shptxt", "do", "dptxbxtext", "momath", "momathpara", "mr", "cs", "ds", "ts"])
