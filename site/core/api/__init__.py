"""Open data for machines: what all of it has in common, and which parts of the site have some.

An app on a higher floor tells what it has with `registry.register`; the routes, the one OpenAPI document, the
page that explains it to people and the catalogue for data portals are all made from that.
"""
