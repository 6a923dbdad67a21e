"""The roles of staff: what each group may do, and that the migration can be trusted."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow
from wagtail.permissions import page_permission_policy

from home import roles
from home.models import HomePage
from initiatives.models import InitiativeIndexPage, InitiativePage
from stories.models import StoryPage
from subsidies.models import RegulationIndexPage, RegulationPage

pytestmark = pytest.mark.django_db


def _state():
    return sorted(
        (
            group.name,
            sorted(group.permissions.values_list("content_type__app_label", "codename")),
            sorted(group.page_permissions.values_list("page_id", "permission__codename")),
            sorted(group.collection_permissions.values_list("collection_id", "permission__codename")),
        )
        for group in Group.objects.all()
    )


def test_there_are_five_roles_and_wagtails_own_groups_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)


def test_doing_it_twice_changes_nothing():
    roles.apply_roles(apps)
    before = _state(), Workflow.objects.count(), GroupApprovalTask.objects.count()
    roles.apply_roles(apps)
    assert (_state(), Workflow.objects.count(), GroupApprovalTask.objects.count()) == before


def test_missing_permission_rows_are_made():
    """As in a migration, where Django has not made the rows of new models yet."""
    roles.apply_roles(apps)
    before = _state()
    Group.objects.all().delete()
    Permission.objects.filter(content_type__app_label__in=["subsidies", "stories"]).delete()
    ContentType.objects.filter(app_label="subsidies", model="formdefinition").delete()
    ContentType.objects.clear_cache()
    roles.apply_roles(apps)
    assert _state() == before


def test_a_misspelt_permission_is_an_error(monkeypatch):
    wrong = {"redacteur": roles.Role(permissions=("subsidies.view_aplication",))}
    monkeypatch.setattr(roles, "ROLES", wrong)
    with pytest.raises(LookupError, match="view_aplication"):
        roles.apply_roles(apps)


def test_a_default_group_with_members_stays(django_user_model):
    group = Group.objects.create(name="Editors")
    django_user_model.objects.get(username="redactie").groups.add(group)
    Group.objects.create(name="Moderators")
    roles.apply_roles(apps)
    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


def test_pages_that_come_later_get_their_permissions(django_user_model):
    index = RegulationIndexPage.objects.get()
    GroupPagePermission.objects.filter(page_id=index.pk).delete()
    roles.apply_roles(apps)
    officer = django_user_model.objects.get(username="subsidie")
    assert page_permission_policy.user_has_permission_for_instance(
        officer, "change", RegulationPage.objects.first()
    )


@pytest.mark.parametrize(
    ("username", "page", "may"),
    [
        ("redactie", StoryPage, {"change"}),
        ("redactie", InitiativePage, {"change"}),
        ("eindredactie", StoryPage, {"change", "publish", "lock"}),
        ("eindredactie", RegulationPage, {"change", "publish", "lock"}),
        ("subsidie", RegulationPage, {"change"}),
        ("subsidie", StoryPage, set()),
        ("subsidie", InitiativePage, set()),
        ("budget", RegulationPage, set()),
        ("budget", StoryPage, set()),
    ],
)
def test_what_each_role_may_do_with_pages(django_user_model, username, page, may):
    user = django_user_model.objects.get(username=username)
    tester = page.objects.first().permissions_for_user(user)
    found = {
        name
        for name, allowed in {
            "change": tester.can_edit(),
            "publish": tester.can_publish(),
            "lock": tester.can_lock(),
        }.items()
        if allowed
    }
    assert found == may


@pytest.mark.parametrize(
    ("username", "permission", "has"),
    [
        ("redactie", "subsidies.view_application", False),
        ("redactie", "stories.change_indicator", False),
        ("eindredactie", "stories.change_indicator", True),
        ("eindredactie", "core.change_theme", True),
        ("eindredactie", "subsidies.view_application", False),
        ("eindredactie", "core.change_user", False),
        ("subsidie", "subsidies.decide_application", True),
        ("subsidie", "subsidies.view_all_applications", False),
        ("subsidie", "subsidies.change_ceiling", False),
        ("subsidie", "subsidies.publish_formdefinition", True),
        ("budget", "subsidies.view_all_applications", True),
        ("budget", "subsidies.decide_application", False),
        ("budget", "subsidies.change_ceiling", True),
        ("budget", "subsidies.change_formdefinition", False),
    ],
)
def test_what_each_role_may_do_besides(django_user_model, username, permission, has):
    assert django_user_model.objects.get(username=username).has_perm(permission) is has


def test_a_manager_runs_the_site_but_does_not_change_records(django_user_model):
    manager = django_user_model.objects.create_user(username="zonder-alles", password="geheim-genoeg-1")
    manager.groups.add(Group.objects.get(name=roles.MANAGER))
    for permission in (
        "core.change_user", "auth.change_group", "core.change_siteidentity", "wagtailredirects.add_redirect",
        "subsidies.decide_application", "subsidies.change_round", "stories.add_indicator",
    ):  # fmt: skip
        assert manager.has_perm(permission), permission
    for permission in (
        "subsidies.delete_ledgerentry",
        "subsidies.change_decision",
        "subsidies.add_applicationevent",
    ):
        assert not manager.has_perm(permission), permission


def test_an_officer_finishes_own_drafts_only(django_user_model):
    officer = django_user_model.objects.get(username="subsidie")
    index = InitiativeIndexPage.objects.get()
    own = index.add_child(instance=InitiativePage(
        title="Eigen", introduction="Tekst", kind_id=InitiativePage.objects.first().kind_id, owner=officer,
        scope="province", live=False,
    ))  # fmt: skip
    assert own.permissions_for_user(officer).can_edit()
    assert not own.permissions_for_user(officer).can_publish()
    assert not InitiativePage.objects.live().first().permissions_for_user(officer).can_edit()


def test_every_page_goes_through_the_chief_editors():
    workflow = HomePage.objects.get().get_workflow()
    assert workflow.name == roles.WORKFLOW
    assert [page.get_workflow() for page in (StoryPage.objects.first(), RegulationPage.objects.first())] == [
        workflow,
        workflow,
    ]
    (task,) = [task.specific for task in workflow.tasks]
    assert [group.name for group in task.groups.all()] == [roles.CHIEF_EDITOR]
