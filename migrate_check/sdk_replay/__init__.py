"""Recorded answers, played through the official SDKs in memory: does a client break?

Only `installed` and `replayer` are imported from outside; the SDKs themselves are loaded when the
first exchange is played, as that costs seconds.
"""
