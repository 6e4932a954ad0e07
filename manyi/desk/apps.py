from importlib import import_module

from manyi.core.apps import ManyiApp


class DeskConfig(ManyiApp):
    name = "manyi.desk"
    default = True

    def ready(self) -> None:
        super().ready()
        for module in ("macro_doing", "own_commands", "own_slots", "work_sentences"):
            import_module(f"manyi.desk.{module}")
