from manyi.core.apps import ManyiApp


class InsightConfig(ManyiApp):
    name = "manyi.insight"
    default = True
