"""The FastAPI server: tabs, workspaces, access, and the road to the notebook."""
