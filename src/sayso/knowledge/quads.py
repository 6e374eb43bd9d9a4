"""PLOVER's four quads: whether an act is cooperation or conflict, and whether it is said or done."""

from __future__ import annotations

VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = 1, 2, 3, 4
COOPERATION = (VERBAL_COOPERATION, MATERIAL_COOPERATION)
MATERIAL = (MATERIAL_COOPERATION, MATERIAL_CONFLICT)
QUADS = {
    VERBAL_COOPERATION: "verbal_cooperation",
    MATERIAL_COOPERATION: "material_cooperation",
    VERBAL_CONFLICT: "verbal_conflict",
    MATERIAL_CONFLICT: "material_conflict",
}
