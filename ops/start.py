#!/usr/bin/env python3
"""Sets the project up on a bare machine, then runs the demonstration or the tests.

    python3 ops/start.py demo [--keep DIR]    a played day on embedded mail servers
    python3 ops/start.py test [PYTEST ARGS]   all tests; installs Debian packages where it may

Needs Python 3.11 or newer and its standard library only; everything else goes into .venv.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "tests" / "requirements.lock"
POLICY = Path("/usr/sbin/policy-rc.d")
PACKAGES = {  # a file that shows that a Debian package is there
    "/usr/sbin/dovecot": "dovecot-imapd",
    "/usr/lib/dovecot/lmtp": "dovecot-lmtpd",
    "/usr/sbin/postfix": "postfix",
    "/usr/lib/postgresql/*/bin/postgres": "postgresql",
    "/usr/bin/tesseract": "tesseract-ocr",
    "/usr/share/tesseract-ocr/*/tessdata/ukr.traineddata": "tesseract-ocr-ukr",
    "/usr/bin/openssl": "openssl",
    "/usr/lib/*/libpango-1.0.so.0": "libpango-1.0-0",
    "/usr/lib/*/libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "/usr/lib/*/libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf": "fonts-liberation",
}


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tell a step and how long it took."""
    print(f"· {what} ...", flush=True)
    began = time.monotonic()
    yield
    print(f"  {time.monotonic() - began:.1f} s", flush=True)


def run(*command: str | Path, **more: str) -> None:
    """Run a command, its newest line shown on a terminal; stop with its last words on failure."""
    tail: deque[str] = deque(maxlen=25)
    told = [str(one) for one in command]
    live, width = sys.stdout.isatty(), shutil.get_terminal_size().columns - 3
    environment = {**os.environ, **more}
    out, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(told, env=environment, stdout=out, stderr=both, text=True) as work:
        for line in work.stdout or ():
            tail.append(line.rstrip())
            if live:
                print(f"\r\033[K  {tail[-1].strip()[:width]}", end="", flush=True)
    if live:
        print("\r\033[K", end="", flush=True)
    if work.returncode:
        last = "\n".join(tail)
        sys.exit(f"\n{' '.join(told)}\n{last}\nfailed with exit {work.returncode}")


def works(*command: str | Path) -> bool:
    """Whether a command ends well."""
    try:
        done = subprocess.run([str(one) for one in command], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def may_install() -> bool:
    """Whether Debian packages may be installed here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian(packages: list[str]) -> None:
    """Install Debian packages without letting their daemons start themselves."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        if shutil.which("debconf-set-selections"):
            choice = "postfix postfix/main_mailer_type select No configuration\n"
            subprocess.run(["debconf-set-selections"], input=choice, text=True, check=False)
        lock = ("-o", "DPkg::Lock::Timeout=300")
        run("apt-get", *lock, "update", "-q")
        run(
            *("apt-get", *lock, "install", "-y", "-q", "--no-install-recommends", *packages),
            DEBIAN_FRONTEND="noninteractive",
        )
    finally:
        if ours:
            POLICY.unlink()


def make_environment() -> None:
    """Make .venv with the locked packages, unless it is there and in step with the lock."""
    stamp = VENV / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    with step("virtual environment in .venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        if not works(sys.executable, "-m", "venv", VENV):
            venv_without_ensurepip()
    with step("locked packages, by hash"):
        pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
        run(*pip, "install", "--require-hashes", "-r", LOCK)
        run(*pip, "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp.write_text(wanted)


def venv_without_ensurepip() -> None:
    """Debian cuts venv out of python3: bring it back, or borrow the system's pip."""
    shutil.rmtree(VENV, ignore_errors=True)
    if may_install():
        install_debian(["python3-venv"])
        run(sys.executable, "-m", "venv", VENV)
    elif works(sys.executable, "-m", "pip", "--version"):
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
        run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "pip")
    else:
        sys.exit("this Python has neither venv nor pip: run `apt-get install python3-venv` first")


def missing_packages() -> list[str]:
    """Debian packages that the tests need and the machine lacks."""
    root = Path("/")
    return [name for sign, name in PACKAGES.items() if not any(root.glob(sign.lstrip("/")))]


def prepare_tests() -> None:
    """Install what the tests need where that is allowed, else say what will not run."""
    missing = missing_packages()
    if missing and may_install():
        with step(f"Debian packages {' '.join(missing)}"):
            install_debian(missing)
    elif missing:
        print(
            f"! missing Debian packages: {' '.join(missing)}. Tests that need them are skipped and "
            f"named at the end. As root: apt-get install {' '.join(missing)}",
            flush=True,
        )


def main() -> int:
    """Do what the command line asks for; gives the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one gets a word
        sys.exit("Python 3.11 or newer is needed")
    what, more = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if what not in {"demo", "test"}:
        print(__doc__)
        if what in {"-h", "--help", "help"}:
            return 0
        print(f"there is no {what!r}: say demo or test" if what else "say demo or test")
        return 2
    make_environment()
    if what == "demo":
        return subprocess.call([VENV / "bin" / "contact-center", "demo", *more], cwd=ROOT)
    prepare_tests()
    print(f"· pytest {' '.join(more)}", flush=True)
    return subprocess.call([PYTHON, "-m", "pytest", *more], cwd=ROOT)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        print("\nstopped")
        raise SystemExit(130) from None
