"""
Which files of a folder are content, and which are never opened.
"""

from __future__ import annotations

import os
import socket

import pytest

from knowledge.errors import ContentRejected
from knowledge.readers import Limits, read_folder

ENTRY = "id: {0}\ntitle: Вопрос {0}\nbody: Ответ\n"


@pytest.fixture
def kit(tmp_path):
    """
    Write files by name, their folders too.
    """

    def write(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path

    return write


def codes(reading):
    """
    Return file and code of every problem.
    """
    return [(problem.location.file, problem.code) for problem in reading.problems]


def test_folders_are_read_in_the_order_of_names(kit):
    """
    Files of all formats in nested folders are read, named relative to the folder.
    """
    folder = kit(
        {"b.yaml": ENTRY.format("b"), "a/z.md": "# В\n\nО", "a/b/c.jsonl": '{"id": "c", "text": "О"}'}
    )

    assert [item.source.file for item in read_folder(folder).entries] == ["a/b/c.jsonl", "a/z.md", "b.yaml"]


def test_what_is_never_content(kit):
    """
    Hidden names, names that start with `_`, README and LICENSE are passed over in silence.
    """
    folder = kit(
        {
            "a.yaml": ENTRY.format("a"),
            ".git/x.yaml": "!",
            "_draft.yaml": "!",
            "_old/x.yaml": "!",
            "README.md": "# x",
            "LICENSE": "x",
            "~$a.docx": "lock",
        }
    )
    reading = read_folder(folder)

    assert ([item.entry.id for item in reading.entries], reading.problems) == (["a"], ())


def test_a_corpus_is_alone(kit):
    """
    Beside a corpus.jsonl there are questions and judgements, not content.
    """
    folder = kit(
        {
            "corpus.jsonl": '{"id": "a", "text": "О"}',
            "queries.jsonl": '{"id": "q", "text": "В"}',
            "qrels.tsv": "q\ta\t1",
            "b.yaml": ENTRY.format("b"),
        }
    )

    assert [item.entry.id for item in read_folder(folder).entries] == ["a"]


def test_a_single_file(kit):
    """
    A file may be named instead of a folder.
    """
    folder = kit({"a.yaml": ENTRY.format("a"), "b.yaml": ENTRY.format("b")})

    assert [item.entry.id for item in read_folder(folder / "b.yaml").entries] == ["b"]


def test_a_missing_folder_and_an_impossible_path(tmp_path):
    """
    A path that is not there is a problem, not a traceback.
    """
    for path in (tmp_path / "nowhere", tmp_path / "a\0b", tmp_path / ("x" * 5000)):
        assert [problem.code for problem in read_folder(path).problems] == ["not_found"]


def test_links_pipes_and_sockets_are_refused(kit):
    """
    Only regular files are opened: a pipe would hang, a link may lead anywhere.
    """
    folder = kit({"a.yaml": ENTRY.format("a")})
    (folder / "link.yaml").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "s.yaml"))
        reading = read_folder(folder)

    assert sorted(codes(reading)) == [
        ("link.yaml", "symlink"),
        ("loop", "symlink"),
        ("pipe.yaml", "special_file"),
        ("s.yaml", "special_file"),
    ]
    assert [item.entry.id for item in reading.entries] == ["a"]


def test_a_corpus_that_is_a_link_is_refused(tmp_path):
    """
    A corpus.jsonl is no exception to the rule about links.
    """
    (tmp_path / "corpus.jsonl").symlink_to("/etc/passwd")

    assert codes(read_folder(tmp_path)) == [("corpus.jsonl", "symlink")]


def test_formats_that_are_not_read(kit):
    """
    Macros and old Office formats are errors, pictures only a warning.
    """
    folder = kit({"a.xlsm": "x", "b.docm": "x", "c.xls": "x", "d.doc": "x", "e.png": "x", "f": "x"})

    assert [code for _, code in codes(read_folder(folder))] == [
        "macros",
        "macros",
        "old_office",
        "old_office",
        "unknown_format",
        "unknown_format",
    ]


def test_limits(kit):
    """
    Files too large, too many, too deep, and entries too many are told; what fits is read.
    """
    folder = kit({f"{n}.yaml": ENTRY.format(n) for n in range(5)} | {"d/d/d/x.yaml": ENTRY.format("x")})

    assert ("0.yaml", "file_too_big") in codes(read_folder(folder, limits=Limits(file_bytes=10)))
    assert codes(read_folder(folder, limits=Limits(total_bytes=100))) == [("2.yaml", "total_too_big")]
    assert codes(read_folder(folder, limits=Limits(files=3))) == [("3.yaml", "too_many_files")]
    assert codes(read_folder(folder, limits=Limits(folder_depth=2))) == [("d/d/d", "folder_too_deep")]
    reading = read_folder(folder, limits=Limits(entries=2))
    assert (len(reading.entries), codes(reading)) == (2, [("2.yaml", "too_many_entries")])


def test_problems_of_a_file_are_capped(kit):
    """
    A file of nothing but mistakes does not fill the memory with them.
    """
    folder = kit({"a.jsonl": "x\n" * 100_000, "b.yaml": ENTRY.format("b"), "c.yaml": "- x\n" * 1000})
    reading = read_folder(folder, limits=Limits(problems_per_file=3))

    assert [code for _, code in codes(reading)] == ["json_syntax"] * 3 + ["too_many_problems"] + [
        "not_an_entry"
    ] * 3 + ["too_many_problems"]
    assert [item.entry.id for item in reading.entries] == ["b"]


def test_odd_names_are_shown_safely(tmp_path):
    """
    Names that are no UTF-8, or hold line breaks and escapes, cannot disturb a terminal.
    """
    for name in (b"\xff\xfe.yaml", b"a\nb.yaml", b"\x1b[31m.yaml"):
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:  # noqa: PTH118, PTH123 -- names in bytes
            file.write("x")
    problems = read_folder(tmp_path).problems

    assert len(problems) == 3
    assert all(str(problem).isprintable() for problem in problems)


def test_an_unreadable_file_is_told(kit):
    """
    What cannot be opened is told by its name.
    """
    folder = kit({"a.yaml": ENTRY.format("a")})
    (folder / "a.yaml").chmod(0)
    if os.access(folder / "a.yaml", os.R_OK):
        pytest.skip("permissions do not bind root")

    assert codes(read_folder(folder)) == [("a.yaml", "unreadable")]


def test_empty_files(kit):
    """
    A file without entries is a warning.
    """
    folder = kit({"a.yaml": "", "b.md": "\n", "c.csv": "", "d.jsonl": "\n", "e.yaml": "entries: []"})

    assert [code for _, code in codes(read_folder(folder))] == ["empty_file"] * 5


def test_accepted_raises_with_all_problems(kit):
    """
    A reading with errors is rejected as a whole, one with warnings is not.
    """
    bad = read_folder(kit({"a.yaml": "id: a\ntitle: В\n", "b.png": ""}))
    with pytest.raises(ContentRejected) as caught:
        bad.accepted()
    assert bad.problems == caught.value.problems
    assert "a.yaml:1:1" in str(caught.value)

    good = read_folder(kit({"a.yaml": ENTRY.format("a")}))
    assert good.entries == good.accepted()
