from manyi.core.apps import ManyiApp


class PortalConfig(ManyiApp):
    name = "manyi.portal"
    default = True
