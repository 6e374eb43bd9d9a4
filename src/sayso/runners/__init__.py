"""Runs coding over corpora: on all cores of a machine, on a Ray cluster, through crashes and restarts."""
