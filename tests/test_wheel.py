"""The wheel stands alone: from an environment outside the clone every letter is rendered."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import textwrap
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RENDER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    import samples, templates
    from daemon.settings.example import example
    from mailflows.writing import Writer

    root = Path(sys.argv[1])
    for one in (Writer, example):
        place = Path(sys.modules[one.__module__].__file__)
        assert not place.is_relative_to(root), place
    writer = Writer(samples.policy())
    written = set()
    for one in samples.samples():
        message = writer.render(
            one.outgoing, one.known, one.attachments, samples.NOW, samples.RANDOM
        )
        assert message.data and message.text
        written.add(one.outgoing.template)
    assert written == set(templates.letters()), written ^ set(templates.letters())
    assert len(example()) > 5000
    print(len(written))
    """
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_every_letter_is_rendered_outside_the_clone(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True
    )
    python = tmp_path / "venv" / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    told = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True)
    packages = Path(told.stdout.strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # the libraries are borrowed from this environment; its .pth files, the clone's among them, not
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (tmp_path / "samples.py").write_text((ROOT / "tests/templates/samples.py").read_text("utf-8"))
    (tmp_path / "render.py").write_text(RENDER)
    done = subprocess.run(
        [python, "render.py", str(ROOT)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 20


def test_the_wheel_carries_nothing_but_the_program(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    top = {name.split("/")[0] for name in names}
    rooms = {"daemon", "mailflows", "store", "ops", "templates"}
    assert "templates/uk/papers/card.docx" in names
    assert {name for name in top if not name.endswith(".dist-info")} == rooms
