from manyi.core.apps import ManyiApp


class SlaConfig(ManyiApp):
    name = "manyi.sla"
    default = True
