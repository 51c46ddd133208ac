"""The walk of one area through the official Python SDK: `drive.py users`. Without an area: the SDK's
public calls, as a list in JSON."""

import importlib
import json
import os
import sys

from calls import public_calls
from walk import Walk


def main(area):
    with open(os.environ["INTEROP_EMULATOR"]) as file:
        emulator = json.load(file)
    with open(os.environ["INTEROP_LOG"], "w") as log:
        walk = Walk(emulator, log)
        importlib.import_module(area).walk_area(walk, emulator)
        walk.write({"end": True})


if __name__ == "__main__":
    if sys.argv[1:]:
        main(sys.argv[1])
    else:
        print(json.dumps(public_calls()))
