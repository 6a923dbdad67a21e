"""Where static files come from in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, so that browsers keep a file for ever, and br and gzip beside each file."""

    # Scripts that import each other keep working under their hashed names.
    support_js_module_import_aggregation = True
