"""Both databases behave alike."""

import pytest
from sqlalchemy import Engine, inspect


@pytest.mark.parametrize("number", range(15))
def test_fresh(engine: Engine, number: int) -> None:
    assert "person" in inspect(engine).get_table_names()
