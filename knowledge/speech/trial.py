"""
A trial run of rule files: examples run, each guard dropped in turn, all fixed texts under all rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.errors import Mistake, RuleFileError
from knowledge.speech.examples import check_examples, check_guards, check_together, lexicon_of
from knowledge.speech.load import read_all
from knowledge.speech.policy import POLICY_FILE, in_force, read_company, shipped_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from knowledge.speech.load import LoadedRule


def trial(paths: Sequence[Path], *, together: bool) -> list[LoadedRule]:
    """
    Load rule files, run their examples and drop each guard in turn.

    With `together`, every fixed text is also looked at with all the rules.

    Raises:
        RuleFileError: with every mistake that was found.
    """
    loaded = read_all(paths)
    _try(loaded, loaded if together else ())
    return loaded


def trial_of_company(company: Path, more: Iterable[Path] = ()) -> list[LoadedRule]:
    """
    The same over the shipped rules, the files `more` and the policy in the folder `company`, all together.

    Rules that the company has switched off are tried too, but do not judge the fixes of the others.

    Raises:
        RuleFileError: with every mistake that was found.
    """
    loaded, policy = read_company(company, unique([*shipped_files(), *more]))
    _try(loaded, in_force(loaded, policy))
    return loaded


def _try(loaded: Sequence[LoadedRule], together: Sequence[LoadedRule]) -> None:
    lexicon = lexicon_of(rule.compiled for rule in loaded)
    mistakes = [*check_examples(loaded, lexicon), *check_guards(loaded, lexicon), *check_together(together)]
    if mistakes:
        raise RuleFileError(mistakes)


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """
    The rule files that `paths` name: files as they are, folders with every YAML file in them.

    Raises:
        RuleFileError: a folder holds no rule file.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(file for file in path.rglob("*.yaml") if file.name != POLICY_FILE)
        if not inside:
            raise RuleFileError([Mistake(str(path), 1, 1, "в папке нет файлов правил .yaml")])
        found += inside
    return unique(found)


def unique(paths: Iterable[Path]) -> list[Path]:
    """
    `paths` in their order, each file once.
    """
    return list({path.resolve(): path for path in paths}.values())
