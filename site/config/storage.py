"""Where static files come from in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, so that browsers keep a file for ever; br and gzip beside it."""

    # Scripts that import each other keep working under their hashed names.
    support_js_module_import_aggregation = True
