"""The statements of the migrations, an area a file; db/migrations.py says their order.

A name is that of its migration. What ends in INDEXES is for PostgreSQL alone. AT_WORK is each
area's part of the migration "scrutiny_at_work". What was released never changes.
"""
