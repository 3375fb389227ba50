"""What the sandbox answers about a file with a taxonomy: one JSON line, written and read here."""

import json
from dataclasses import asdict, dataclass, replace

from skillsnet.core.taxonomy import TaxonomyDocument, TaxonomyProblem, to_document
from skillsnet.core.taxonomy.documents import from_document


@dataclass(frozen=True)
class TaxonomyAnswer:
    """The taxonomy that the file holds, or the problems that keep it from being read."""

    document: TaxonomyDocument | None = None
    problems: tuple[TaxonomyProblem, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the line."""
        if self.document is None:
            return {"problems": [asdict(problem) for problem in self.problems]}
        return {
            "document": to_document(self.document),
            "remarks": [asdict(remark) for remark in self.document.remarks],
        }

    @classmethod
    def from_line(cls, line: str) -> "TaxonomyAnswer":
        """Return what the line says; `Unreadable` for a document that is none after all."""
        values = json.loads(line)
        if "problems" in values:
            return cls(problems=tuple(TaxonomyProblem(**problem) for problem in values["problems"]))
        remarks = tuple(TaxonomyProblem(**remark) for remark in values["remarks"])
        return cls(replace(from_document(values["document"]), remarks=remarks))
