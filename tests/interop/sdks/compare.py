"""Compares what this SDK and the official ones put on the wire, step by step.

Every difference must be in the table of known ones, with its reason; a known one that does not
occur any more is an error as well.
"""

import difflib
import json
import os
import re
import sys

ABSENT = "absent"
OURS = "rust"
THEIRS = ["python", "javascript"]


def main(differences, logs, areas):
    """Compares the walks in `logs/AREA/SDK.jsonl`, of all areas if none is named."""
    common = Known.read(os.path.join(differences, "common.json"))
    tally = Tally()
    for area in areas or sorted(os.listdir(logs)):
        known = Known.read(os.path.join(differences, area + ".json"), common)
        tally.compare_area(area, os.path.join(logs, area), known)
    if not areas:
        tally.stale(common)
    common.explain()
    print("\n%d passed, %d failed" % (tally.passed, tally.failed))
    return 1 if tally.failed else 0


class Tally:
    """Prints the table and counts what is as it should be."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.stopped = set()

    def compare_area(self, area, logs, known):
        walks = {
            sdk: Walk.read(sdk, os.path.join(logs, sdk + ".jsonl"))
            for sdk in [OURS] + THEIRS
            if sdk == OURS or os.path.exists(os.path.join(logs, sdk + ".jsonl"))
        }
        print("\n%s" % area)
        for walk in walks.values():
            self.walk(walk)
        for sdk in THEIRS:
            if sdk in walks:
                self.compare(walks[OURS], walks[sdk], known)
        self.stale(known)

    def walk(self, walk):
        self.passed += len(walk.steps)
        if not walk.ended:
            self.stopped.add(walk.sdk)
            last = list(walk.steps)[-1] if walk.steps else "the start"
            self.fail("the %s walk stopped after: %s" % (walk.sdk, last))

    def compare(self, ours, theirs, known):
        print(" %s" % theirs.sdk)
        if list(ours.steps) != list(theirs.steps) and ours.ended and theirs.ended:
            self.fail("the walks do not take the same steps in the same order")
        for step, requests in theirs.steps.items():
            if step not in ours.steps:
                continue
            reasons, unknown = [], []
            for difference in differences(ours.steps[step], requests):
                entry = known.find(theirs.sdk, step, difference)
                if entry is None:
                    unknown.append(difference)
                elif entry["id"] not in reasons and entry["step"] != "*":
                    reasons.append(entry["id"])
            verdict = "FAILED" if unknown else "differs: " + ", ".join(reasons) if reasons else "OK"
            print("  %-40s %s" % (step, verdict))
            known.say(reasons)
            if not unknown:
                self.passed += 1
                continue
            self.failed += 1
            for what, our, their in unknown:
                print("    not known: %s: ours %s, theirs %s" % (what, our, their))

    def stale(self, known):
        for entry, step in known.unused():
            # What a walk did not reach is not known to be gone.
            if self.stopped & {OURS, entry["sdk"]}:
                continue
            self.fail(
                "a known difference does not occur any more: %s (%s, %s, %s)"
                % (entry["id"], entry["sdk"], step, entry["what"])
            )

    def fail(self, text):
        self.failed += 1
        print("FAILED: " + text)


class Walk:
    """The log of one walk, with what differs by chance replaced by names."""

    def __init__(self, sdk):
        self.sdk = sdk
        self.steps = {}
        self.ended = False

    @classmethod
    def read(cls, sdk, path):
        walk = cls(sdk)
        try:
            with open(path) as file:
                text = file.read()
        except FileNotFoundError:
            return walk
        for line in text.splitlines():
            line = json.loads(line)
            if "name" in line:
                text = text.replace(line["value"], line["name"])
        for line in text.splitlines():
            line = json.loads(line)
            if "step" in line:
                walk.steps[line["step"]] = line.get("requests")
            walk.ended = walk.ended or "end" in line
        return walk


class Known:
    """A table of known differences. What is in the common one holds in every area."""

    def __init__(self, groups, common=None):
        self.common = common
        self.reasons = {group["id"]: group["reason"] for group in groups if "reason" in group}
        self.entries = []
        self.used = set()
        self.said = set()
        for group in groups:
            if self.reason(group["id"]) is None:
                raise KeyError("a known difference has no reason: " + group["id"])
            for place in group.get("places", []):
                self.entries.append(dict(place, id=group["id"]))

    @classmethod
    def read(cls, path, common=None):
        if not os.path.exists(path):
            return cls([], common)
        with open(path) as file:
            return cls(json.load(file), common)

    def reason(self, name):
        """An area need not repeat the reason that the common table gives."""
        return self.reasons.get(name) or (self.common and self.common.reason(name))

    def find(self, sdk, step, difference):
        """The first entry that covers the difference."""
        for index, entry in enumerate(self.entries):
            steps = steps_of(entry)
            if entry["sdk"] != sdk or not (step in steps or "*" in steps):
                continue
            patterns = (entry["what"], entry["ours"], entry["theirs"])
            if all(matches(*pair) for pair in zip(patterns, difference)):
                self.used.add((index, step if step in steps else "*"))
                return entry
        return self.common and self.common.find(sdk, step, difference)

    def say(self, names):
        """What the area's own differences mean, the first time one of them occurs."""
        for name in names:
            if name in self.reasons and name not in self.said:
                self.said.add(name)
                print("      %s: %s" % (name, self.reasons[name]))

    def unused(self):
        for index, entry in enumerate(self.entries):
            for step in steps_of(entry):
                if (index, step) not in self.used:
                    yield entry, step

    def explain(self):
        """What the differences mean whose reason holds in every area."""
        print("\nKnown differences")
        for name, reason in self.reasons.items():
            print("  %s: %s" % (name, reason))


def steps_of(entry):
    return [entry["step"]] if isinstance(entry["step"], str) else entry["step"]


def matches(pattern, text):
    """Whether the text is the pattern, in which `*` stands for anything."""
    expression = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(expression, text, re.DOTALL) is not None


def differences(ours, theirs):
    """The differences of one step, each as what differs, our value and theirs."""
    if ours is None or theirs is None:
        if ours is not theirs:
            yield "step", said(ours), said(theirs)
        return
    pairs = difflib.SequenceMatcher(
        None, [target(request) for request in ours], [target(request) for request in theirs], False
    )
    for _, our_start, our_end, their_start, their_end in pairs.get_opcodes():
        for our, their in longest_zip(ours[our_start:our_end], theirs[their_start:their_end]):
            yield from request_differences(our, their)


def said(requests):
    return ABSENT if requests is None else "present"


def longest_zip(left, right):
    for index in range(max(len(left), len(right))):
        yield (
            left[index] if index < len(left) else None,
            right[index] if index < len(right) else None,
        )


def request_differences(ours, theirs):
    our_target = ABSENT if ours is None else target(ours)
    their_target = ABSENT if theirs is None else target(theirs)
    if our_target != their_target:
        yield "request", our_target, their_target
        return
    left, right = facts(ours), facts(theirs)
    for what in sorted(left.keys() | right.keys()):
        our, their = left.get(what, ABSENT), right.get(what, ABSENT)
        if our != their:
            yield what, our, their


def target(request):
    """What a request asks for: the method, the path and the root fields of GraphQL."""
    return " ".join([request["method"], request["path"]] + request["rootFields"])


def facts(request):
    """What is compared of a request, by name."""
    found = {}
    for name, value in request["headers"]:
        if name.startswith("x-authing-") or name in ("authorization", "content-type"):
            found["header " + name] = value
    for name, value in request["query"]:
        # A name that comes several times is a list.
        what = "query " + name
        found[what] = value if what not in found else "%s, %s" % (found[what], value)
    for kind in ("variables", "body"):
        flatten(kind.rstrip("s"), request.get(kind) or {}, found)
    return found


def flatten(path, value, found):
    if isinstance(value, dict) and (value or " " not in path):
        for key, member in value.items():
            flatten("%s%s%s" % (path, "." if " " in path else " ", key), member, found)
    elif isinstance(value, list) and value:
        for index, member in enumerate(value):
            flatten("%s.%d" % (path, index), member, found)
    else:
        found[path] = json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
