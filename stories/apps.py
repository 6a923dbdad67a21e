from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = "Verhalen en cijfers"

    def ready(self) -> None:
        from core.api import registry
        from stories.api.part import PART

        registry.register(PART)
