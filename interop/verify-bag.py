"""Checks a bag with bagit-python and its RO-Crate description with rocrate and rocrate-validator."""

import json
import pathlib
import shutil
import sys
import tempfile

import bagit
import requests
import rocrate
from rocrate.rocrate import ROCrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = pathlib.Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"


def the_context(_, url, **__):
    """The validator asks the web for the vocabulary; the library beside it has it as a file."""
    if not url.startswith("https://w3id.org/ro/crate/"):
        raise requests.ConnectionError("nothing else is asked")
    response = requests.Response()
    response.status_code = 200
    response.url = url
    response.headers["content-type"] = "application/ld+json"
    response._content = CONTEXT.read_bytes()
    return response


def issues(crate):
    settings = services.ValidationSettings(
        rocrate_uri=str(crate),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.REQUIRED,
    )
    return [issue.message for issue in services.validate(settings).get_issues()]


def refuses(directory, change):
    """Whether a copy with one change is refused by bagit-python."""
    with tempfile.TemporaryDirectory() as place:
        copy = pathlib.Path(place) / "bag"
        shutil.copytree(directory, copy)
        change(copy)
        return not bagit.Bag(str(copy)).is_valid()


def main():
    HttpRequester.get = HttpRequester.head = the_context
    directory = pathlib.Path(sys.argv[1])
    bagit.Bag(str(directory)).validate()
    files = [path for path in directory.rglob("*") if path.is_file()]
    for path in files:
        inside = path.relative_to(directory)
        if inside.name != "tagmanifest-sha256.txt" and not refuses(
            directory, lambda copy: (copy / inside).write_bytes(path.read_bytes() + b" ")
        ):
            sys.exit(f"{inside} is changed, and the bag still valid")
    found = issues(directory / "data")
    if found:
        sys.exit("\n".join(map(str, found)))
    crate = ROCrate(str(directory / "data"))
    described = {entity["name"] for entity in crate.data_entities}
    payload = {str(path.relative_to(directory / "data")) for path in files if "data" in path.parts}
    if described != {name for name in payload if name != "ro-crate-metadata.json"}:
        sys.exit(f"described: {sorted(described)}")
    for entity in crate.data_entities:
        if json.dumps(entity["sha256"])[1:-1] not in (directory / "manifest-sha256.txt").read_text():
            sys.exit(f"{entity['name']}: another digest than in the manifest")
    print(f"bagit-python and rocrate-validator: a bag of {len(payload)} files is valid and described,"
          f" and is refused with each of {len(files) - 1} changes")


if __name__ == "__main__":
    main()
