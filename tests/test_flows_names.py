"""File names in ``flows/``: one that equals a package would shadow it for a flow loaded by its path."""

import sys
from pathlib import Path

FLOWS = Path(__file__).parent.parent / "flows"


def test_no_file_is_called_like_a_package():
    """Neither one of this project nor one of the standard library."""
    taken = sys.stdlib_module_names | {"flows", "alerts", "store", "extractors", "prefect"}
    names = {path.stem for path in FLOWS.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert not (names - {"__init__"}) & taken
