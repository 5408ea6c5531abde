"""Whom outside do we tell?"""
