from django.apps import AppConfig


class SubsidiesConfig(AppConfig):
    name = "subsidies"
    verbose_name = "Subsidies"

    def ready(self) -> None:
        # Models can be imported only now.
        from subsidies import signals

        signals.connect()
