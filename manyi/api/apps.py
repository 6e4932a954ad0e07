from manyi.core.apps import ManyiApp


class ApiConfig(ManyiApp):
    name = "manyi.api"
    default = True
