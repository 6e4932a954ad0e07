from manyi.core.apps import ManyiApp


class CustomersConfig(ManyiApp):
    name = "manyi.customers"
    default = True
