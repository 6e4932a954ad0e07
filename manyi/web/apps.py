from manyi.core.apps import ManyiApp


class WebConfig(ManyiApp):
    name = "manyi.web"
    default = True
