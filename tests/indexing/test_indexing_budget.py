"""What of a writer's memory is for what."""

from __future__ import annotations

import random

import pytest

import searchlib as sl
from searchlib import analysis
from searchlib.analysis.defining import field_forms
from searchlib.indexing.budget import Budget

MEBIBYTE = 1 << 20


@pytest.mark.parametrize(("memory", "left"), [(256, 176), (100, 25), (1, 0.25), (107, 27), (106, 26.5), (1024, 944)])
def test_documents_have_what_the_process_leaves_but_a_quarter_at_least(memory: int, left: float) -> None:
    budget, most = Budget(memory * MEBIBYTE), int(left * MEBIBYTE)
    assert not budget.spent(most)
    assert budget.spent(most + 1)
    assert not budget.almost_spent(most // 2)
    assert budget.almost_spent(most)
    assert not budget.too_many_forms(most // 2)
    assert budget.too_many_forms(most // 2 + 1)


def test_each_further_thread_takes_some() -> None:
    budget, most = Budget(256 * MEBIBYTE, 3), (256 - 80 - 2 * 40) * MEBIBYTE
    assert not budget.spent(most)
    assert budget.spent(most + 1)


def test_a_merge_has_at_most_half() -> None:
    """Of 256 MiB 176 are left, half of which a merge may take: 32 are for any, the rest is 100 bytes a document."""
    assert Budget(256 * MEBIBYTE).most_merged == (88 - 32) * MEBIBYTE // 100
    assert 0 < Budget(MEBIBYTE).most_merged < 1000


@pytest.mark.parametrize("count", [20_000, 100_000])
def test_forms_count_what_defining_them_will_take(count: int) -> None:
    """Else the first segment, which meets most forms, would take far more memory to write than it was given."""
    rng = random.Random(count)
    words = {"".join(rng.choices("aeioubcdfghlmnprstvz", k=rng.randint(5, 12))) for _ in range(count)}
    analyzers = {name: analysis.get(name, sl.NEWS.transliterator) for name in sl.NEWS.analyzer_names()}
    kind = field_forms(sl.NEWS, analyzers)["body"]
    kind.forms.read(" ".join(words), None)
    before = kind.forms.memory
    kind.define()
    assert kind.forms.memory * 0.75 < before < kind.forms.memory * 1.35
