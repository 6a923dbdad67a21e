from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Initiatieven"

    def ready(self) -> None:
        from core.api import registry
        from initiatives.api.part import PART
        from initiatives.contributions import moderating
        from initiatives.finder import listening

        listening.connect()
        moderating.connect()
        registry.register(PART)
