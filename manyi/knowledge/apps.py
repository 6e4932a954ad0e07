from manyi.core.apps import ManyiApp


class KnowledgeConfig(ManyiApp):
    name = "manyi.knowledge"
    default = True
