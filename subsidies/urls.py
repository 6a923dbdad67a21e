"""Addresses of the applicant's side, below /aanvragen/. Fixed words come first, slugs of regulations last."""

from django.urls import path

from subsidies.views import apply_entry, apply_sending, apply_steps

urlpatterns = [
    path("kijk-in-uw-e-mail/", apply_entry.mail_sent, name="apply_mail_sent"),
    path("link/", apply_entry.ask_link, name="apply_link"),
    path("afsluiten/", apply_entry.sign_out, name="apply_sign_out"),
    path("open/<str:token>/", apply_entry.open_link, name="apply_open"),
    path("<uuid:application_id>/", apply_sending.status, name="apply_status"),
    path("<uuid:application_id>/stap/<int:number>/", apply_steps.step, name="apply_step"),
    path("<uuid:application_id>/overzicht/", apply_sending.summary, name="apply_summary"),
    path("<uuid:application_id>/ontvangen/", apply_sending.received, name="apply_received"),
    path("<uuid:application_id>/bestand/<uuid:file_id>/", apply_sending.download, name="apply_file"),
    path("<slug:slug>/vragen/", apply_entry.questions, name="apply_questions"),
    path("<slug:slug>/start/", apply_entry.start, name="apply_start"),
]
