"""The permission proof: every page, query and document, for every role and every owner.

The tables say who gets in; anybody else must be refused or see nothing. A function in db/
that takes a viewer, a page or a kind of document that stands in no table fails the test
until somebody has decided who may have it.
"""
