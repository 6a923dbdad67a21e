"""The two decisions: first a page that says what will happen, then the decision itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from subsidies import deciding, ledger
from subsidies.deciding import DecisionError
from subsidies.desk import words
from subsidies.desk.detail import ApplicationDetailView, CeilingLine
from subsidies.desk.forms import AwardForm, RefuseForm
from subsidies.desk.listing import detail_url
from subsidies.models import Decision

#: The names of the buttons on the confirmation page.
CONFIRMED = "bevestigd"
REVISE = "terug"


class DecideView(ApplicationDetailView):
    """Base of both decisions. With an error the whole application is shown again, with what was typed."""

    http_method_names = ["get", "post"]
    confirm_template_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody who reloads or follows the address comes back to the application."""
        return redirect(detail_url(self.application))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        application = self.application
        if not self.may_decide:
            raise PermissionDenied
        form = self.get_form()
        if REVISE in request.POST:
            self.keep(form)
            return self.render_to_response(self.get_context_data())
        try:
            if form.is_valid() and CONFIRMED in request.POST:
                decision = self.decide(form)
                messages.success(request, self.done_message(decision), buttons=self.done_buttons())
                return redirect(detail_url(application))
            if form.is_valid():
                self.check(form)
                return self.confirm(form)
        except deciding.AlreadyDecided as error:
            # Somebody else, or the same person in another tab: the page shows the decision.
            messages.error(request, str(error))
            return redirect(detail_url(application))
        except DecisionError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        self.keep(form)
        messages.error(request, _("Er is nog niets besloten. Kijk bij het formulier wat er niet klopt."))
        return self.render_to_response(self.get_context_data())

    def confirm(self, form: forms.Form) -> HttpResponse:
        """Show what will happen; the form goes along hidden."""
        for field in form.fields.values():
            field.widget = forms.HiddenInput()
        self.template_name = self.confirm_template_name
        self.header_buttons = []
        context = super().get_context_data(form=form, confirmed=CONFIRMED, revise=REVISE)
        return self.render_to_response(context | self.confirm_context(form))

    def done_buttons(self) -> list[Any]:
        following = self.next_waiting
        return [messages.button(detail_url(following), _("Volgende aanvraag"))] if following else []

    def get_form(self) -> Any:
        raise NotImplementedError

    def keep(self, form: Any) -> None:
        """Keep a form with errors for the page."""
        raise NotImplementedError

    def check(self, form: Any) -> None:
        """Raise a DecisionError when the decision is not possible now."""

    def decide(self, form: Any) -> Decision:
        """Take the decision. Raises a DecisionError."""
        raise NotImplementedError

    def confirm_context(self, form: Any) -> dict[str, Any]:
        return {}

    def done_message(self, decision: Decision) -> str:
        raise NotImplementedError


class AwardView(DecideView):
    """Award an amount."""

    confirm_template_name = "subsidies/desk/confirm_award.html"

    def get_form(self) -> AwardForm:
        return AwardForm(self.request.POST, prefix="award")

    def keep(self, form: AwardForm) -> None:
        self.award_form = form

    def check(self, form: AwardForm) -> None:
        deciding.check_award(self.application, form.cleaned_data["amount"])

    def decide(self, form: AwardForm) -> Decision:
        data = form.cleaned_data
        return deciding.award(self.application, data["amount"], self.request.user, data["reason"])

    def confirm_context(self, form: AwardForm) -> dict[str, Any]:
        amount = form.cleaned_data["amount"]
        return {
            "amount": amount,
            "reason": form.cleaned_data["reason"],
            "ceilings": [CeilingLine(c, amount) for c in ledger.applicable_ceilings(self.application)],
        }

    def done_message(self, decision: Decision) -> str:
        return _("Toegekend: %(amount)s aan %(organisation)s. De aanvrager krijgt een e-mail.") % {
            "amount": words.euros(decision.amount),
            "organisation": decision.application.organisation,
        }


class RefuseView(DecideView):
    """Refuse with a reason."""

    confirm_template_name = "subsidies/desk/confirm_refusal.html"

    def get_form(self) -> RefuseForm:
        return RefuseForm(self.request.POST, prefix="refuse")

    def keep(self, form: RefuseForm) -> None:
        self.refuse_form = form

    def check(self, form: RefuseForm) -> None:
        deciding.check_open(self.application)

    def decide(self, form: RefuseForm) -> Decision:
        return deciding.refuse(self.application, form.cleaned_data["reason"], self.request.user)

    def confirm_context(self, form: RefuseForm) -> dict[str, Any]:
        return {"reason": form.cleaned_data["reason"]}

    def done_message(self, decision: Decision) -> str:
        return _("Afgewezen: %(reference)s. De aanvrager krijgt een e-mail.") % {
            "reference": decision.application.reference
        }
