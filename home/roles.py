"""The roles of staff as groups with permissions, and the workflow between editors and chief editors.

A migration calls `apply_roles`, so a new site has the groups before it has content. Permissions on pages that
come later (the overviews of regulations and of initiatives) follow from calling it again with the real apps:
`apply_roles(django.apps.apps)`. It only adds: what a manager gave a group besides stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps as real_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions

EDITOR = "redacteur"
CHIEF_EDITOR = "eindredacteur"
OFFICER = "subsidiemedewerker"
BUDGET_HOLDER = "budgethouder"
MANAGER = "beheerder"

WORKFLOW = "Nakijken door de eindredactie"

#: Pages by what they are; "home" is the front page and with it everything below.
HOME = "home"
REGULATIONS = "subsidies.regulationindexpage"
INITIATIVES = "initiatives.initiativeindexpage"

#: The apps whose permissions a manager has.
MANAGED_APPS = (
    "auth", "core", "home", "initiatives", "stories", "subsidies",
    "wagtailadmin", "wagtailcore", "wagtaildocs", "wagtailimages", "wagtailredirects",
)  # fmt: skip
#: Records that nobody changes by hand, whatever the role: decisions, money, corrections and the audit trail.
RECORDS = {
    "stories": ("correction", "importedrow"),
    "subsidies": (
        "accesslink", "application", "applicationevent", "applicationfile",
        "decision", "formversion", "ledgerentry",
    ),
}  # fmt: skip
#: Permissions that Wagtail makes after all migrations and that a role needs before.
LATE = {"subsidies.publish_formdefinition": "Can publish aanvraagformulier"}

EVERYTHING_ON_PAGES = (
    "add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page",
)  # fmt: skip
LIBRARY = (
    "wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image",
    "wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document",
)  # fmt: skip


def _all_of(*models: str) -> tuple[str, ...]:
    """Return add, change, delete and view of models given as "app.model"."""
    parts = [model.split(".") for model in models]
    return tuple(
        f"{app}.{action}_{name}" for app, name in parts for action in ("add", "change", "delete", "view")
    )


@dataclass(frozen=True)
class Role:
    """What the members of a group may do.

    `permissions` hold everywhere, `pages` on a page and below it, `library` on all images and documents.
    """

    permissions: tuple[str, ...] = ()
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    library: tuple[str, ...] = ()


ROLES: dict[str, Role] = {
    EDITOR: Role(
        permissions=("initiatives.view_proposal", "initiatives.change_proposal"),
        pages={HOME: ("add_page", "change_page")},
        library=LIBRARY,
    ),
    CHIEF_EDITOR: Role(
        permissions=_all_of(
            "core.theme", "core.goal", "core.region", "core.municipality", "core.place",
            "initiatives.initiativekind", "initiatives.facility", "initiatives.targetgroup",
            "initiatives.language", "initiatives.importbatch", "initiatives.proposal",
            "initiatives.freshnesssettings",
            "stories.indicator", "stories.observation", "stories.target", "stories.result",
            "stories.source", "stories.monitor", "stories.figureimport",
        )
        + ("stories.view_correction",),
        pages={HOME: EVERYTHING_ON_PAGES},
        library=(*LIBRARY, "wagtailimages.delete_image", "wagtaildocs.delete_document"),
    ),
    OFFICER: Role(
        permissions=(
            "subsidies.view_application", "subsidies.decide_application",
            "subsidies.add_formdefinition", "subsidies.change_formdefinition",
            "subsidies.publish_formdefinition",
        ),
        # "Add" lets an officer finish the drafts of initiatives that came from own decisions, and no others.
        pages={REGULATIONS: ("add_page", "change_page"), INITIATIVES: ("add_page",)},
        library=LIBRARY,
    ),
    BUDGET_HOLDER: Role(
        permissions=(
            "subsidies.view_application", "subsidies.view_all_applications", "subsidies.view_ledgerentry",
            *_all_of("subsidies.round", "subsidies.ceiling"),
        ),
    ),
    MANAGER: Role(
        pages={HOME: EVERYTHING_ON_PAGES},
        library=(
            *LIBRARY, "wagtailimages.delete_image", "wagtaildocs.delete_document",
            "wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.delete_collection",
        ),
    ),
}  # fmt: skip


def apply_roles(apps: Any, schema_editor: Any = None) -> None:
    """Create the groups, their permissions and the workflow. Doing it twice changes nothing.

    `apps` is the registry of a migration or the real one. Raises LookupError for a permission that does not
    exist, so that a misspelling in the table does not quietly take a right away.
    """
    _create_missing_permissions(apps)
    Group = apps.get_model("auth.Group")
    for name, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        permissions = [_permission(apps, "wagtailadmin.access_admin")]
        permissions += [_permission(apps, permission) for permission in role.permissions]
        if name == MANAGER:
            permissions += _managers_permissions(apps)
        group.permissions.add(*permissions)
        _grant_on_pages(apps, group, role.pages)
        _grant_on_library(apps, group, role.library)
    _remove_default_groups(apps)
    _create_workflow(apps, Group.objects.get(name=CHIEF_EDITOR))


def _create_missing_permissions(apps: Any) -> None:
    """Create the rows that Django itself makes only after the last migration."""
    for label in MANAGED_APPS:
        create_permissions(real_apps.get_app_config(label), verbosity=0)
    for dotted, name in LATE.items():
        app_label, codename = dotted.split(".")
        model = codename.split("_", 1)[1]
        content_type, _created = apps.get_model("contenttypes.ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )


def _permission(apps: Any, dotted: str) -> Any:
    app_label, codename = dotted.split(".")
    found = apps.get_model("auth.Permission").objects.filter(
        content_type__app_label=app_label, codename=codename
    )
    permission = found.first()
    if permission is None:
        raise LookupError(f"there is no permission {dotted}")
    return permission


def _managers_permissions(apps: Any) -> Iterable[Any]:
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label__in=MANAGED_APPS)
    for app_label, names in RECORDS.items():
        untouchable = [f"{action}_{name}" for name in names for action in ("add", "change", "delete")]
        permissions = permissions.exclude(content_type__app_label=app_label, codename__in=untouchable)
    return permissions


def _find_page(apps: Any, what: str) -> Any | None:
    """Return the page that a role's table names, or None while it does not exist."""
    Page = apps.get_model("wagtailcore.Page")
    if what == HOME:
        site = apps.get_model("wagtailcore.Site").objects.filter(is_default_site=True).first()
        return Page.objects.get(pk=site.root_page_id) if site else None
    app_label, model = what.split(".")
    return Page.objects.filter(content_type__app_label=app_label, content_type__model=model).first()


def _grant_on_pages(apps: Any, group: Any, pages: Mapping[str, tuple[str, ...]]) -> None:
    grants = apps.get_model("wagtailcore.GroupPagePermission").objects
    for what, codenames in pages.items():
        page = _find_page(apps, what)
        if page is None:
            continue
        for codename in codenames:
            permission = _permission(apps, f"wagtailcore.{codename}")
            grants.get_or_create(group_id=group.pk, page_id=page.pk, permission_id=permission.pk)


def _grant_on_library(apps: Any, group: Any, permissions: tuple[str, ...]) -> None:
    grants = apps.get_model("wagtailcore.GroupCollectionPermission").objects
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for dotted in permissions:
        permission = _permission(apps, dotted)
        grants.get_or_create(group_id=group.pk, collection_id=root.pk, permission_id=permission.pk)


def _remove_default_groups(apps: Any) -> None:
    """Remove Wagtail's own groups when nobody is in them, and the workflow that only they could finish."""
    User = apps.get_model(settings.AUTH_USER_MODEL)
    for group in apps.get_model("auth.Group").objects.filter(name__in=["Editors", "Moderators"]):
        if not User.objects.filter(groups=group.pk).exists():
            group.delete()
    orphaned = apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(
        name="Moderators approval", groups=None
    )
    for task in orphaned:
        workflows = apps.get_model("wagtailcore.Workflow").objects.filter(workflow_tasks__task_id=task.pk)
        states = apps.get_model("wagtailcore.WorkflowState").objects.filter(workflow__in=workflows)
        if not states.exists():
            workflows.delete()
            task.delete()


def _create_workflow(apps: Any, chief_editors: Any) -> None:
    """Let chief editors approve what others wrote, for every page of the site."""
    page = _find_page(apps, HOME)
    workflow, created = apps.get_model("wagtailcore.Workflow").objects.get_or_create(name=WORKFLOW)
    if created:
        content_type, _created = apps.get_model("contenttypes.ContentType").objects.get_or_create(
            app_label="wagtailcore", model="groupapprovaltask"
        )
        task = apps.get_model("wagtailcore.GroupApprovalTask").objects.create(
            name=WORKFLOW, content_type_id=content_type.pk
        )
        task.groups.add(chief_editors)
        apps.get_model("wagtailcore.WorkflowTask").objects.create(
            workflow_id=workflow.pk, task_id=task.pk, sort_order=0
        )
    if page is not None:
        apps.get_model("wagtailcore.WorkflowPage").objects.get_or_create(
            page_id=page.pk, defaults={"workflow_id": workflow.pk}
        )
