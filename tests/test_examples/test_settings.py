"""The settings of examples are held against a schema, which editors use as well."""

import json
import tomllib
from pathlib import Path

import pytest
from etm_docs.examples import example, settings
from etm_docs.examples.example import InvalidExample
from etm_docs.paths import ROOT, SNIPPETS
from etm_mock.starting_state import FILE_NAME, docs_tokens

FOLDERS = sorted(file.parent for file in SNIPPETS.glob(f"*/{FILE_NAME}"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_settings(folder: Path) -> None:
    """The settings of each example, of whichever kind, are as the schema says."""
    try:
        assert example.settings_of(folder)
    except InvalidExample as error:
        pytest.fail(str(error), pytrace=False)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("staus = 404", 1, "no key `staus` is known. Did you mean `status`? Known are `status`, "),
        ("# why\ncolour = 1", 2, "no key `colour` is known. Known are `status`, "),
        ('status = "404"', 1, '`status`: "404" is not of type "integer". The HTTP status'),
        ("status = 99", 1, "`status`: 99 is less than the minimum of 200."),
        ('token = "alex-expird"', 1, "`token` can't be 'alex-expird'. Did you mean `alex-expired`"),
        (
            '[[setup]]\ncall = "POST /_mock/clock"\nbdy = { advance = 1 }',
            3,
            "no key `bdy` is known. Did you mean `body`?",
        ),
        (
            'setup = [{ call = "POST /_mock/clock", tims = 2 }]',
            1,
            "no key `tims` is known. Did you mean `times`?",
        ),
        (
            'status = 404\n[[setup]]\ncall = "POST /api/v3/scenarios"',
            3,
            "For example: POST /_mock/scenarios",
        ),
        ("[[setup]]\ntimes = 2", 1, '`setup`: "call" is a required property.'),
    ],
)
def test_a_slip_is_named(text: str, line: int, said: str, tmp_path: Path) -> None:
    """The message names the file, the line and the key, and says what to do."""
    file = tmp_path / FILE_NAME
    file.write_text(f"{text}\n")
    with pytest.raises(InvalidExample) as caught:
        example.settings_of(tmp_path)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert said in str(caught.value)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    """The message names the file and the line."""
    (tmp_path / FILE_NAME).write_text("status: 404\n")
    with pytest.raises(InvalidExample, match=r"example\.toml: .*line 1"):
        example.settings_of(tmp_path)


def test_the_schema_knows_the_tokens() -> None:
    """The tokens that an editor offers are those of the docs fixture."""
    schema = json.loads(settings.SCHEMA.read_text())
    assert schema["properties"]["token"]["enum"] == list(docs_tokens())


def test_editors_use_the_schemas() -> None:
    """What the editors' settings point to exists, and the schema covers every example.toml."""
    [rule] = tomllib.loads((ROOT / ".taplo.toml").read_text())["rule"]
    assert ROOT / rule["schema"]["path"] == settings.SCHEMA
    [pattern] = rule["include"]
    assert sorted(ROOT.glob(pattern)) == [folder / FILE_NAME for folder in FOLDERS]
