from manyi.core.apps import ManyiApp


class SidesConfig(ManyiApp):
    name = "manyi.channels.sides"
    label = "sides"
    default = True
