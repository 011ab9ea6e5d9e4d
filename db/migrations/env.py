"""Alembic's entry: runs the steps on the connection that tracker.migrations hands over."""

from alembic import context

from tracker.models import SQLModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)

with context.begin_transaction():
    context.run_migrations()
