from django.urls import path

from core.mailbox import views

urlpatterns = [
    path("post/", views.inbox, name="dev_mailbox"),
    path("post/<str:name>/", views.message, name="dev_mail"),
]
