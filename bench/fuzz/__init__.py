"""Hostile input for everything that reads what comes from outside, guided or by fixed chance."""
