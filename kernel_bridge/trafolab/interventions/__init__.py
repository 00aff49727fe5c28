"""Carrying out interventions: on the person's model, and on the shadow for views."""
