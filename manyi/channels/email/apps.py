from manyi.core.apps import ManyiApp


class EmailConfig(ManyiApp):
    name = "manyi.channels.email"
    label = "email"
    default = True
