"""What both servers tell about everybody."""

from cas_server.auth import DjangoAuthUser

TOLD = {"email": "ann@example.com", "role": ["reader", "writer & <editor>"], "城市": "北京"}


class Person(DjangoAuthUser):
    def attributs(self):
        return TOLD if self.user else {}


def attributes(user, service):
    return TOLD
