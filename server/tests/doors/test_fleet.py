"""What `fractafrag up` starts fits what the program asks for."""

import importlib
from pathlib import Path

import pytest

from fractafrag.core import queue
from fractafrag.doors.supervisor import fleet, ports
from fractafrag.doors.supervisor.layout import Layout
from fractafrag.doors.supervisor.trouble import AlreadyRunningError


def test_every_queue_that_a_task_names_has_a_worker() -> None:
    importlib.import_module("fractafrag.doors.worker")
    assert {task.queue for task in queue.TASKS.values()} <= set(fleet.QUEUES)


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "data")
    layout.prepare()
    first, fresh = layout.secrets()
    assert fresh
    assert layout.secrets() == (first, False)
    assert (layout.data / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert len(first["JWT_SECRET"]) >= 32


def test_a_data_folder_has_one_holder(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with layout.held(), pytest.raises(AlreadyRunningError, match="already runs"), layout.held():
        pass
    with layout.held():
        pass


def test_two_data_folders_look_for_ports_in_different_places(tmp_path: Path) -> None:
    assert ports.free_port(15000, tmp_path / "one") != ports.free_port(15000, tmp_path / "two")
