from manyi.core.apps import ManyiApp


class PeopleConfig(ManyiApp):
    name = "manyi.people"
    default = True
