from manyi.core.apps import ManyiApp


class ChatConfig(ManyiApp):
    name = "manyi.channels.chat"
    label = "chat"
    default = True
