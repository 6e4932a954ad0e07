from importlib import import_module

from manyi.core.apps import ManyiApp


class CustomersConfig(ManyiApp):
    name = "manyi.customers"
    default = True

    def ready(self) -> None:
        super().ready()
        import_module("manyi.customers.own_panels")
