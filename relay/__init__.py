"""Follows spacewalks from public sources and tells chat channels what happens."""
