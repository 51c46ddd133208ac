"""Compares what this SDK and the official ones put on the wire, step by step, and says which public
calls of the official ones no step makes.

Every difference must be in the table of known ones, with its reason, and every call that is not walked
in that of those. What is in a table and does not occur any more is an error as well.
"""

import difflib
import json
import os
import re
import sys

ABSENT = "absent"
# Which operations and routes the walks of the official SDKs reach, for the emulator's SUPPORTED.md.
REACHED = "../../../crates/authing-emulator/src/server/walked.tsv"
OURS = "rust"
THEIRS = ["python", "javascript"]


def main(tables, logs, areas):
    """Compares the walks in `logs/AREA/SDK.jsonl`, of all areas if none is named; which calls there are
    is in `logs/SDK.json`."""
    differences = os.path.join(tables, "differences")
    common = Known.read(os.path.join(differences, "common.json"))
    tally = Tally()
    walked = sorted(name for name in os.listdir(logs) if not name.endswith(".json"))
    for area in areas or walked:
        known = Known.read(os.path.join(differences, area + ".json"), common)
        tally.compare_area(area, os.path.join(logs, area), known)
    if not areas:
        tally.stale(common)
        tally.unread(differences, walked)
        not_walked = read_json(os.path.join(tables, "not_walked.json"))
        for sdk in THEIRS:
            tally.calls(sdk, read_json(os.path.join(logs, sdk + ".json")), not_walked)
        tally.reaches(os.path.join(tables, REACHED))
    common.explain()
    print("\n%d passed, %d failed" % (tally.passed, tally.failed))
    return 1 if tally.failed else 0


class Tally:
    """Prints the table and counts what is as it should be."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.stopped = set()
        self.made = {sdk: set() for sdk in THEIRS}
        self.reached = {}
        self.steps = {sdk: 0 for sdk in [OURS] + THEIRS}

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
        self.steps[walk.sdk] += sum(step is not None for step in walk.steps.values())
        self.made.get(walk.sdk, set()).update(walk.calls)
        if walk.sdk in THEIRS:
            for operation in walk.operations():
                self.reached.setdefault(operation, set()).add(walk.sdk)
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
            if step in theirs.absent:
                print("  %-40s none: %s" % (step, theirs.absent[step]))
                self.passed += 1
                continue
            reasons, unknown = [], []
            found = list(differences(ours.steps[step], requests))
            found += value_differences(ours.values.get(step, {}), theirs.values.get(step, {}))
            for difference in found:
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
        for name in known.repeated():
            self.fail("the reason for %s is in common.json too" % name)
        for name in [] if self.stopped else known.unnamed():
            self.fail("a reason that nothing names any more: " + name)
        for entry, step, what in known.unused():
            # What a walk did not reach is not known to be gone.
            if self.stopped & {OURS, entry["sdk"]}:
                continue
            self.fail(
                "a known difference does not occur any more: %s (%s, %s, %s)"
                % (entry["id"], entry["sdk"], step, what)
            )

    def unread(self, differences, areas):
        """A table of an area that nobody walks through would never be looked at."""
        for name in sorted(os.listdir(differences)):
            if name not in ["common.json"] + [area + ".json" for area in areas]:
                self.fail("there is no such area: differences/" + name)

    def calls(self, sdk, public, not_walked):
        """Counts the calls that steps make; every other must be in the table of those."""
        made = self.made[sdk]
        if sdk in self.stopped:
            return
        for call in sorted(made - set(public)):
            self.fail("no public call of the %s SDK: %s" % (sdk, call))
        left = [call for call in public if call not in made]
        print("\n%s: %d steps make %d of %d calls" % (sdk, self.steps[sdk], len(made), len(public)))
        for group in not_walked:
            if group["sdk"] != sdk:
                continue
            print("  not %s: %s" % (", ".join(group["calls"]), group["reason"]))
            for pattern in group["calls"]:
                fits = [call for call in left if matches(pattern, call)]
                if not fits or any(matches(pattern, call) for call in made):
                    self.fail("is walked, or is not there: %s" % pattern)
                left = [call for call in left if call not in fits]
        for call in left:
            self.fail("no step makes the call %s of the %s SDK" % (call, sdk))
        self.passed += len(public) - len(left)

    def reaches(self, path):
        """What the walks reach must be what the table says, from which the emulator's list is made."""
        if self.stopped:
            return
        lines = ["operation\twalks"]
        for operation, sdks in sorted(self.reached.items()):
            lines.append("%s\t%s" % (operation, " ".join(sdk for sdk in THEIRS if sdk in sdks)))
        text = "\n".join(lines) + "\n"
        if os.environ.get("INTEROP_WRITE"):
            with open(path, "w") as file:
                file.write(text)
        with open(path) as file:
            known = file.read()
        for line in sorted(set(text.splitlines()) ^ set(known.splitlines())):
            self.fail("%s: %s: INTEROP_WRITE=1 writes it" % (os.path.basename(path), line))
        self.passed += len(self.reached)

    def fail(self, text):
        self.failed += 1
        print("FAILED: " + text)


class Walk:
    """The log of one walk, with what differs by chance replaced by names."""

    def __init__(self, sdk):
        self.sdk = sdk
        self.steps = {}
        self.values = {}
        self.absent = {}
        self.calls = set()
        self.ended = False

    def operations(self):
        """The root fields and routes that the steps reach."""
        for requests in self.steps.values():
            for request in requests or []:
                if "route" in request:
                    yield "%s %s" % (request["method"], request["route"])
                for field in request["rootFields"]:
                    if not field.startswith("__"):
                        yield field

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
                walk.calls.update(line.get("calls", []))
            if "step" in line and "value" in line:
                walk.values[line["step"]] = line["value"]
            if "absent" in line:
                walk.absent[line["step"]] = line["absent"]
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
        self.named = set()
        for group in groups:
            if self.reason(group["id"]) is None:
                raise KeyError("a known difference has no reason: " + group["id"])
            for place in group.get("places", []):
                self.entries.append(dict(place, id=group["id"]))

    @classmethod
    def read(cls, path, common=None):
        return cls(read_json(path) if os.path.exists(path) else [], common)

    def reason(self, name):
        """An area need not repeat the reason that the common table gives."""
        return self.reasons.get(name) or (self.common and self.common.reason(name))

    def find(self, sdk, step, difference):
        """The first entry that covers the difference."""
        for index, entry in enumerate(self.entries):
            steps = listed(entry["step"])
            if entry["sdk"] != sdk or not (step in steps or "*" in steps):
                continue
            for what in listed(entry["what"]):
                patterns = (what, entry["ours"], entry["theirs"])
                if all(matches(*pair) for pair in zip(patterns, difference)):
                    self.used.add((index, step if step in steps else "*", what))
                    self.name(entry["id"])
                    return entry
        return self.common and self.common.find(sdk, step, difference)

    def name(self, name):
        self.named.add(name)
        if self.common:
            self.common.named.add(name)

    def say(self, names):
        """What the area's own differences mean, the first time one of them occurs."""
        for name in names:
            if name in self.reasons and name not in self.said:
                self.said.add(name)
                print("      %s: %s" % (name, self.reasons[name]))

    def repeated(self):
        return [name for name in self.reasons if self.common and self.common.reason(name)]

    def unnamed(self):
        return [name for name in self.reasons if name not in self.named]

    def unused(self):
        for index, entry in enumerate(self.entries):
            for step in listed(entry["step"]):
                for what in listed(entry["what"]):
                    if (index, step, what) not in self.used:
                        yield entry, step, what

    def explain(self):
        """What the differences mean whose reason holds in every area."""
        print("\nKnown differences")
        for name, reason in self.reasons.items():
            print("  %s: %s" % (name, reason))


def read_json(path):
    with open(path) as file:
        return json.load(file)


def listed(value):
    return [value] if isinstance(value, str) else value


def matches(pattern, text):
    """Whether the text is the pattern, in which `*` stands for anything that is there."""
    if ABSENT in (pattern, text):
        return pattern == text
    expression = ".*".join(re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(expression, text, re.DOTALL) is not None


def differences(ours, theirs):
    """The differences of one step, each as what differs, our value and theirs."""
    pairs = difflib.SequenceMatcher(
        None, [target(request) for request in ours], [target(request) for request in theirs], False
    )
    for _, our_start, our_end, their_start, their_end in pairs.get_opcodes():
        for our, their in longest_zip(ours[our_start:our_end], theirs[their_start:their_end]):
            yield from request_differences(our, their)


def value_differences(ours, theirs):
    """The differences of what one step made, if it made something to compare."""
    left, right = {}, {}
    flatten("value", ours, left)
    flatten("value", theirs, right)
    return compared(left, right)


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
    yield from compared(facts(ours), facts(theirs))


def compared(left, right):
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
            # Every form has a boundary of its own.
            found["header " + name] = value.split("; boundary=")[0]
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
