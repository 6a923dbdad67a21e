"""The drawings, as images that editors can choose."""

from __future__ import annotations

from django.core.files.base import ContentFile

from core.models import SiteImage
from demo.scenes import draw

CREDIT = "Tekening van deze site"


class Drawings:
    """Makes every drawing once, and finds it again at a second run by its title."""

    def __init__(self) -> None:
        self._found = {image.title: image for image in SiteImage.objects.filter(credit=CREDIT)}

    def get(self, scene: str, variant: int = 0, description: str = "") -> SiteImage:
        """Return the image of a scene; `variant` changes the sky, the season and the arrangement."""
        title = f"{scene.capitalize()} {variant + 1}"
        if title not in self._found:
            name = f"{scene}-{variant + 1}.svg"
            image = SiteImage(title=title, description=description, credit=CREDIT)
            image.file.save(name, ContentFile(draw(scene, variant).encode(), name), save=False)
            image.save()
            self._found[title] = image
        return self._found[title]


def stored_image(image: SiteImage, alt_text: str = "") -> list[dict[str, object]]:
    """Return the stored form of an image field with one image; without a text it is decoration."""
    value = {"image": image.pk, "alt_text": alt_text, "decorative": not alt_text}
    return [{"type": "image", "value": value}]
