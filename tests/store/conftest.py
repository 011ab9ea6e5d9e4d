import pytest
from robots_record import add
from sqlalchemy import Engine


@pytest.fixture
def robots(engine: Engine) -> Engine:
    """A record of three Events whose names were typed in several ways."""
    add(engine, "one", sectors=["Robotics"], companies=["Robo Corp"], thread="Robot rules")
    add(engine, "two", sectors=["机器人", "Games"], companies=["Robo Inc", "Robo Corp"], thread="Robots' rules")
    add(engine, "three", sectors=["robotics", "机器人"])
    return engine
