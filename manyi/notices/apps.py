from manyi.core.apps import ManyiApp


class NoticesConfig(ManyiApp):
    name = "manyi.notices"
    default = True
