"""A table of an office's own, number 1000, for tests that drop one in beside the others."""


def field(zh, en, kind, **rules):
    return {"x-tmis-label": {"zh": zh, "en": en}, "x-tmis-type": kind, "x-tmis-since": 2, **rules}


BOOK = field("书名", "book", "string", type="string", minLength=1, maxLength=10)


def table(properties, required, **more):
    return {
        "$schema": "https://tmis.example/schemas/field-set.json", "$id": "https://tmis.example/schemas/tables/reading_club.json",
        "title": "读书会", "x-tmis-number": 1000, "x-tmis-label": {"zh": "读书会", "en": "reading club"},
        "x-tmis-category": {"id": "reading_club", "order": 18, "label": {"zh": "读书会", "en": "reading club"}, "source": "teacher",
                            "cardinality": "many", "may_declare_none": False, "starred": True, "evidence": [], "evidence_reconstructed": [],
                            "provenance": "reconstructed", "sources": []},
        "x-tmis-source": "teacher", "x-tmis-cardinality": "many", "x-tmis-may-declare-none": False, "x-tmis-key": ["book"], "x-tmis-rules": [],
        "type": "object", "properties": properties, "required": required, "additionalProperties": False, **more}
