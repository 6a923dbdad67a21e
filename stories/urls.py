from django.urls import path

from stories import views

urlpatterns = [path("<slug:slug>.csv", views.indicator_csv, name="indicator_csv")]
