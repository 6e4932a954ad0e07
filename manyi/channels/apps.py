from manyi.core.apps import ManyiApp


class ChannelsConfig(ManyiApp):
    name = "manyi.channels"
    default = True
