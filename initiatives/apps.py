from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Initiatieven"

    def ready(self) -> None:
        from initiatives.contributions import moderating
        from initiatives.finder import listening

        listening.connect()
        moderating.connect()
