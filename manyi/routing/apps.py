from manyi.core.apps import ManyiApp


class RoutingConfig(ManyiApp):
    name = "manyi.routing"
    default = True
