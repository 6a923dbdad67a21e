"""Routes below /meedoen/."""

from django.urls import URLPattern, path

from initiatives.contributions.views import lookups, owner, propose, report

# Slugs of pages may have letters with accents.
urlpatterns: list[URLPattern] = [
    path("aanmelden/", propose.propose, name="propose_new"),
    path("aanmelden/adres.json", lookups.addresses, name="contribute_addresses"),
    path("aanmelden/lijkt-op.json", lookups.duplicates, name="contribute_duplicates"),
    path("aanmelden/kijk-in-uw-e-mail/", propose.mail_sent, name="contribute_mail_sent"),
    path("aanmelden/bevestigen/", propose.confirm, name="contribute_confirm"),
    path("aanmelden/bevestigd/", propose.confirmed, name="contribute_confirmed"),
    path("klopt-niet/<str:slug>/", report.report, name="report_wrong"),
    path("klopt-niet/<str:slug>/bedankt/", report.thanks, name="report_thanks"),
    path("klopt-niet/<str:slug>/link/", report.ask_link, name="report_ask_link"),
    path("klopt-niet/<str:slug>/link-verstuurd/", report.link_sent, name="report_link_sent"),
    path("wijzigen/", owner.change, name="contribute_change"),
    path("wijzigen/bedankt/", owner.changed, name="contribute_changed"),
    path("klopt-nog/", owner.still_right, name="contribute_still"),
    path("bestaat-niet-meer/", owner.gone, name="contribute_gone"),
]
