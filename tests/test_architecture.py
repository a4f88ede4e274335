"""The layers of docs/architecture.md hold in the code, and the check that says so has really looked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_go_down_and_heavy_libraries_stay_at_home() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout
    analysed = re.search(r"Analyzed (\d+) files", result.stdout)
    assert analysed and int(analysed[1]) >= 40, result.stdout
    assert "0 broken" in result.stdout


def test_an_import_that_goes_up_is_noticed(tmp_path: Path) -> None:
    for package in ("bot", "index", "sources"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    (tmp_path / "sources" / "up.py").write_text("import index\n")
    contract = '[tool.importlinter]\nroot_packages = ["bot", "index", "sources"]\n[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\n'
    (tmp_path / "pyproject.toml").write_text(contract + 'layers = ["bot", "index", "sources"]\n')
    result = lint_imports(tmp_path)
    assert result.returncode == 1 and "sources.up -> index" in result.stdout, result.stdout


def test_every_package_of_the_code_is_shipped() -> None:
    import tomllib

    shipped = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = {".".join(file.parent.relative_to(ROOT).parts) for name in ("bot", "index", "sources") for file in (ROOT / name).rglob("__init__.py")}
    assert found == shipped
