from manyi.core.apps import ManyiApp


class ListeningConfig(ManyiApp):
    name = "manyi.listening"
    default = True
