"""Late names: a room whose names are loaded where they are first used. (Below all floors.)

A room such as `actions` names all that its doors may use. Were it loaded whole, whoever uses one name would hold all of
it: a process that only shows pages would read files of every kind, and archive. So what such a room imports stands in
its `__init__.py` under `if TYPE_CHECKING:`, where type checkers and `make layers` read it, and so does `make_getattr`.
"""

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec


def make_getattr(room: str) -> Callable[[str], object]:
    """Return the `__getattr__` of a room: it loads the module that a name is from, and keeps what it found."""
    places: dict[str, tuple[str, str]] = {}

    def get(name: str) -> object:
        places.update(places or _imported(room))
        if name not in places:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        module, own_name = places[name]
        found = import_module(f"{room}.{own_name}") if module == room else getattr(import_module(module), own_name)
        setattr(sys.modules[room], name, found)
        return found

    return get


def _imported(room: str) -> dict[str, tuple[str, str]]:
    """Return, for each name that the room's `__init__.py` imports under `if TYPE_CHECKING:`, its module and name."""
    spec = find_spec(room)
    source = spec.loader.get_source(room) if spec and spec.loader else ""  # type: ignore[attr-defined]
    blocks = [block for block in ast.parse(source or "").body if isinstance(block, ast.If)]
    imports = [each for block in blocks for each in block.body if isinstance(each, ast.ImportFrom)]
    return {name.asname or name.name: (each.module or "", name.name) for each in imports for name in each.names}
