"""The description is valid OpenAPI 3.1, and says what a reader needs."""

import pytest
from etm_docs.examples import api_examples
from etm_docs.openapi import document
from etm_docs.openapi.document import Operation

OPERATIONS = document.operations(document.load())

WITHOUT_TOKEN = {
    "createScenario",
    "readScenario",
    "readSeveralScenarios",
    "changeScenario",
    "changeScenarioWithPatch",
    "listInputs",
    "interpolateScenario",
    "listSavedScenarios",
    "readSavedScenario",
}
"""The operations that also work without a token."""

every_operation = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[each.label for each in OPERATIONS]
)


def test_is_valid() -> None:
    """It is valid OpenAPI 3.1."""
    # Not at the top: it takes long to import, and each process of a run would do so.
    from openapi_spec_validator import OpenAPIV31SpecValidator

    OpenAPIV31SpecValidator(document.load()).validate()


def test_every_component_is_used() -> None:
    """No component is left over."""
    loaded = document.load()
    used = set(document.references(loaded))
    for kind, components in loaded["components"].items():
        if kind != "securitySchemes":
            assert {f"#/components/{kind}/{name}" for name in components} <= used
    assert used <= {
        f"#/components/{kind}/{name}"
        for kind, components in loaded["components"].items()
        for name in components
    }


@every_operation
def test_operation_is_explained(operation: Operation) -> None:
    """Each operation has a name, a tag, a short title, a description, and says who may do it."""
    said = operation.said
    tags = {tag["name"] for tag in document.load()["tags"]}
    assert said["operationId"].isidentifier()
    assert set(said["tags"]) <= tags
    assert said["summary"]
    assert said["description"]
    assert said["security"]
    assert ({} in said["security"]) == (said["operationId"] in WITHOUT_TOKEN)


@every_operation
def test_every_answer_has_an_example(operation: Operation) -> None:
    """Each answer with a body shows at least one example, made by the run."""
    for status, said in operation.said["responses"].items():
        response = document.resolved(document.load(), said)
        assert response["description"]
        for kind, content in response.get("content", {}).items():
            shown = content.get("examples", {})
            if kind == "text/html":
                continue  # a page of the web framework's
            assert shown, f"{status} has no example"
            for name, reference in shown.items():
                assert reference["$ref"] == api_examples.REFERENCE + name
