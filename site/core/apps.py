from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Basis"

    def ready(self) -> None:
        from core import page_cache

        page_cache.connect()
