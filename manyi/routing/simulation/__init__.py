"""The routing on a simulated floor, before it is switched on. Nothing here touches the database but ``company``."""
