from manyi.core.apps import ManyiApp


class DeskConfig(ManyiApp):
    name = "manyi.desk"
    default = True
