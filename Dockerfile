# First stage: everything that is only needed to build.
FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install -r requirements/base.txt
COPY manage.py ./
COPY site site
COPY home home
COPY stories stories
COPY initiatives initiatives
COPY subsidies subsidies
COPY static static
COPY templates templates
ENV PYTHONPATH=/app:/app/site DJANGO_SETTINGS_MODULE=config.settings.production
# These values exist during this one command and are in no layer of the image that runs.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    SITE_URL=http://localhost DATABASE_URL=sqlite:////tmp/unused.sqlite3 \
    EMAIL_URL=dummymail:// \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q site home stories initiatives subsidies

# Second stage: what runs, as a user without rights.
FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 site \
 && useradd --system --uid 10001 --gid site --no-create-home --home-dir /nonexistent site
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# Uploads, the files of applicants and the page cache; all else is read-only for the site.
RUN install --directory --owner=site --group=site var/media var/private var/cache
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app:/app/site PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production VAR_DIR=/app/var BIND=0.0.0.0:8000
VOLUME ["/app/var/media", "/app/var/private"]
USER site
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["python", "-m", "config.healthcheck"]
CMD ["gunicorn", "--config", "site/config/gunicorn.py", "config.wsgi"]
