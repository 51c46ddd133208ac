"""The public calls of the official Python SDK, and which of them a walk makes."""

import inspect

from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.management import ManagementClient, ManagementClientOptions

# What was called since somebody last asked. A call that the SDK makes of itself is none.
_made = []


def take_calls():
    calls = list(_made)
    _made.clear()
    return calls


class Recorded:
    """A client as it is, except that what is called of it is taken down."""

    def __init__(self, name, target):
        self.__dict__.update(_name=name, _target=target)

    def __getattr__(self, key):
        value = getattr(self._target, key)
        name = "%s.%s" % (self._name, key)
        if is_part(value):
            return Recorded(name, value)
        if key.startswith("_") or not inspect.ismethod(value):
            return value

        def call(*arguments, **named):
            _made.append(name)
            return value(*arguments, **named)

        return call

    def __setattr__(self, key, value):
        setattr(self._target, key, value)


def public_calls():
    """Every public call, under the name that `Recorded` gives it: the methods of both clients and of
    their parts."""
    management = ManagementClientOptions(user_pool_id="p", secret="s", host="http://localhost")
    end_user = AuthenticationClientOptions(app_id="a", app_host="http://localhost")
    clients = {
        "management": ManagementClient(management),
        "authentication": AuthenticationClient(end_user),
    }
    calls = []
    for name, client in clients.items():
        calls += methods(name, client)
        for key, value in inspect.getmembers(client, is_part):
            if not key.startswith("_"):
                calls += methods("%s.%s" % (name, key), value)
    return sorted(calls)


def methods(name, target):
    found = inspect.getmembers(target, inspect.ismethod)
    return ["%s.%s" % (name, key) for key, _ in found if not key.startswith("_")]


def is_part(value):
    """Whether it is an object of a class of the SDK's that is more than data."""
    kind = type(value)
    return kind.__module__.startswith("authing.v2.") and not kind.__name__.endswith("Options")
