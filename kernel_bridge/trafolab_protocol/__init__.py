"""What travels between kernel, server and browser: records, frames, version. pydantic only."""
